import { EngineError, type PowerAction, type ProviderRef } from '../engines/contract.js';
import type { BuildParts } from './buildDesktop.js';
import type { DesktopTask } from './taskQueries.js';
import { finishTask, postponeTask } from './taskQueries.js';

/** The power tasks by the word that callers see while they run (api-facts §2.0). */
export const powerTasks: Readonly<
  Record<string, { readonly action: PowerAction; readonly target: 'active' | 'shutoff' }>
> = {
  'powering-on': { action: 'start', target: 'active' },
  'powering-off': { action: 'stop', target: 'shutoff' },
  rebooting: { action: 'reboot', target: 'active' },
  rebooting_hard: { action: 'reboot', target: 'active' },
};

/** How long a guest may take to end by itself before its power is cut, in milliseconds. */
const patience = 60_000;

/** Takes a start, stop or restart one step further: asks the engine once, then looks until the server is where it should be. */
export async function switchPower(parts: BuildParts, task: DesktopTask): Promise<void> {
  const power = powerTasks[task.task_status];
  if (power === undefined) throw new Error(`Desktop ${task.id} has an unknown task ${task.task_status}.`);
  const server = await findServer(parts, task);
  const now = parts.ambient.now();
  if (task.task_asked_at === null) {
    await parts.engine.power(server, power.action, task.task_hard ? 'hard' : 'soft');
    await postponeTask(parts.database, task, { inMilliseconds: 100, attempts: 0, askedAt: now });
    return;
  }
  const seen = await parts.engine.observe(server);
  if (seen.state === 'absent' || seen.state === 'replaced')
    throw new EngineError('refused', 'the server is gone');
  if (seen.state === 'present' && seen.status === power.target) {
    await finishTask(parts.database, task, { status: power.target === 'active' ? 'ACTIVE' : 'SHUTOFF', now });
    return;
  }
  if (now.getTime() - task.task_asked_at.getTime() > patience) {
    await parts.engine.power(server, power.action, 'hard');
    await postponeTask(parts.database, task, {
      inMilliseconds: 1_000,
      attempts: task.task_attempts + 1,
      askedAt: now,
    });
    return;
  }
  await postponeTask(parts.database, task, { inMilliseconds: 200, attempts: task.task_attempts });
}

async function findServer(parts: BuildParts, task: DesktopTask): Promise<ProviderRef> {
  const row = await parts.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('desktop_id', '=', task.id)
    .where('project_id', '=', task.project_id)
    .where('kind', '=', 'server')
    .where('state', '=', 'present')
    .executeTakeFirst();
  if (row === undefined || row.provider_id === null || row.generation === null) {
    throw new EngineError('refused', 'the desktop has no server');
  }
  return { kind: 'server', id: row.provider_id, generation: row.generation };
}
