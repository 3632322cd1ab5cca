import { EngineError, type PowerAction, type ProviderRef } from '../../engines/contract.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask, lookAfter, postponeTask } from '../tasks/taskQueries.js';

/** What a desktop shows whose server is so. */
export const shownAs = { active: 'ACTIVE', shutoff: 'SHUTOFF', hibernated: 'HIBERNATED' } as const;

/** The power tasks by the word that callers see while they run (docs/reference/desktops.md#task-states). */
export const powerTasks: Readonly<
  Record<string, { readonly action: PowerAction; readonly target: keyof typeof shownAs }>
> = {
  'powering-on': { action: 'start', target: 'active' },
  'powering-off': { action: 'stop', target: 'shutoff' },
  hibernating: { action: 'hibernate', target: 'hibernated' },
  rebooting: { action: 'reboot', target: 'active' },
  rebooting_hard: { action: 'reboot', target: 'active' },
};

/** How long a guest may take to end by itself before its power is cut, in milliseconds. */
const patience = 60_000;

/**
 * Takes a start, stop, restart or hibernation one step further: asks the engine once, then looks until the server is where it should
 * be. A guest that takes its time has its power cut; one that does not move even then has failed.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function switchPower(parts: TaskParts, task: DesktopTask): Promise<number | undefined> {
  const power = powerTasks[task.task_status];
  if (power === undefined) throw new Error(`Desktop ${task.id} has an unknown task ${task.task_status}.`);
  const server = await findServer(parts, task);
  const now = parts.ambient.now();
  const seen = await parts.engine.observe(server);
  if (seen.state === 'absent' || seen.state === 'replaced')
    throw new EngineError('refused', `the server of ${task.computer_name} is gone`);
  // Whoever wants it where it already is, is served; a restart is asked for all the same, once.
  const asked = task.task_asked_at !== null || power.action !== 'reboot';
  if (asked && seen.state === 'present' && seen.status === power.target) {
    await finishTask(parts.database, task, { status: shownAs[power.target], now });
    return undefined;
  }
  const waited = task.task_asked_at === null ? undefined : now.getTime() - task.task_asked_at.getTime();
  if (waited !== undefined && waited >= 0 && waited <= patience) {
    return postponeTask(parts.database, task, {
      inMilliseconds: lookAfter(parts.engine, waited),
      attempts: 0,
    });
  }
  const hard = task.task_hard || waited !== undefined;
  if (waited !== undefined && task.task_hard) {
    const why = seen.state === 'present' && seen.failure !== undefined ? `: ${seen.failure}` : '';
    throw new EngineError(
      'refused',
      `the server of ${task.computer_name} did not become ${power.target} within ${patience / 1000} s${why}`,
    );
  }
  await parts.engine.power(server, power.action, hard ? 'hard' : 'soft');
  const inMilliseconds = lookAfter(parts.engine, 0);
  return postponeTask(parts.database, task, { inMilliseconds, attempts: 0, askedAt: now, hard });
}

async function findServer(parts: TaskParts, task: DesktopTask): Promise<ProviderRef> {
  const row = await parts.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('desktop_id', '=', task.id)
    .where('project_id', '=', task.project_id)
    .where('kind', '=', 'server')
    .where('state', '=', 'present')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null) {
    throw new EngineError('refused', `${task.computer_name} has no server`);
  }
  return { kind: 'server', id: row.provider_id, generation: row.generation };
}
