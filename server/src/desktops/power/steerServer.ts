import { EngineError, type PowerAction, type ProviderRef } from '../../engines/contract.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, lookAfter, postponeTask } from '../tasks/taskQueries.js';

/** What a desktop shows whose server is so. */
export const shownAs = { active: 'ACTIVE', shutoff: 'SHUTOFF', hibernated: 'HIBERNATED' } as const;

/** Whether a desktop that shows this has a server that an engine can freeze, also one that is off now: not before its creation and after a failure. */
export function hibernates(status: string): boolean {
  return Object.values<string>(shownAs).includes(status);
}

/** What is asked of a server, and where it is then. */
export interface Course {
  readonly action: PowerAction;
  readonly target: keyof typeof shownAs;
}

/** How long a guest may take to end by itself before its power is cut, in milliseconds. */
const patience = 60_000;

/**
 * Takes a server one step further to where it should be: asks the engine once, then looks. A guest that takes its time has its power
 * cut; one that does not move even then has failed.
 * @returns undefined once it is there; otherwise the task was given back, until in so many milliseconds
 * @throws {EngineError}
 */
export async function steerServer(
  parts: TaskParts,
  task: DesktopTask,
  server: ProviderRef,
  { action, target }: Course,
): Promise<number | undefined> {
  const now = parts.ambient.now();
  const seen = await parts.engine.observe(server);
  if (seen.state === 'absent' || seen.state === 'replaced')
    throw new EngineError('refused', `the server of ${task.computer_name} is gone`);
  // Whoever wants it where it already is, is served; a restart is asked for all the same, once.
  const asked = task.task_asked_at !== null || action !== 'reboot';
  if (asked && seen.state === 'present' && seen.status === target) return undefined;
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
      `the server of ${task.computer_name} did not become ${target} within ${patience / 1000} s${why}`,
    );
  }
  await parts.engine.power(server, action, hard ? 'hard' : 'soft');
  const inMilliseconds = lookAfter(parts.engine, 0);
  return postponeTask(parts.database, task, { inMilliseconds, attempts: 0, askedAt: now, hard });
}

/** The server of a desktop. @throws {EngineError} `refused` when it has none */
export async function findServer(parts: TaskParts, task: DesktopTask): Promise<ProviderRef> {
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
