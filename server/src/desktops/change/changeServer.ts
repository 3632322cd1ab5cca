import { findProduct } from '../../catalogue/products.js';
import type { TaskChange } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { findServer, steerServer } from '../power/steerServer.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type ChangedColumns, type DesktopTask, finishTask, nextStage } from '../tasks/taskQueries.js';

/** The words that callers see while a desktop is changed (docs/reference/desktops.md#task-states), by stage. */
export const changeWords = {
  product: { stop: 'resize_prep', start: 'resize_finish' },
} as const satisfies Readonly<Record<TaskChange['kind'], Readonly<Record<TaskChange['stage'], string>>>>;

/**
 * Takes the change of a desktop one step further: shuts it down, changes it, starts it again if it ran. What the engine is told can be
 * told again: a crash in between repeats it.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function changeServer(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
): Promise<number | undefined> {
  const server = await findServer(parts, task);
  if (change.stage === 'start') return startAgain(parts, task, change, server);
  const wait = await steerServer(parts, task, server, { action: 'stop', target: 'shutoff' });
  if (wait !== undefined) return wait;
  const columns = await resize(parts, server, change);
  return goOn(parts, task, change, columns);
}

/**
 * Ends a change that the engine will not have. What ran before is started again, whatever has become of it meanwhile.
 * @returns in how many milliseconds to look again, if at all
 */
export async function abandonChange(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
  failure: NonNullable<TaskChange['failure']>,
): Promise<number | undefined> {
  if (change.stage === 'stop' && change.restart) return goOn(parts, task, { ...change, failure }, {});
  // One that was to start and does not is off, as far as anybody knows: the watch over servers shows what it sees.
  await finishTask(parts.database, task, { status: 'SHUTOFF', now: parts.ambient.now(), failure });
  return undefined;
}

async function startAgain(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
  server: ProviderRef,
): Promise<number | undefined> {
  const wait = change.restart
    ? await steerServer(parts, task, server, { action: 'start', target: 'active' })
    : undefined;
  if (wait !== undefined) return wait;
  await finishTask(parts.database, task, {
    status: change.restart ? 'ACTIVE' : 'SHUTOFF',
    now: parts.ambient.now(),
    ...(change.failure === undefined ? {} : { failure: change.failure }),
  });
  return undefined;
}

/** @throws {EngineError} */
async function resize(parts: TaskParts, server: ProviderRef, change: TaskChange): Promise<ChangedColumns> {
  const product = findProduct(change.productId);
  if (product === undefined)
    throw new EngineError('refused', `the product ${change.productId} is no longer offered`);
  await parts.engine.resizeServer(server, { vcpus: product.vcpus, memoryMiB: product.memoryMiB });
  return { product_id: change.productId };
}

/** The desktop is due again at once, to be started. */
async function goOn(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
  columns: ChangedColumns,
): Promise<number> {
  const next: TaskChange = { ...change, stage: 'start' };
  await nextStage(parts.database, task, next, changeWords[change.kind].start, columns);
  return 0;
}
