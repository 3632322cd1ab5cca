import { findProduct } from '../../catalogue/products.js';
import type { Transaction } from '../../database/connect.js';
import type { ServerChange } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { findDisk, giveUpDisk } from '../disks/diskRecords.js';
import { findServer, steerServer } from '../power/steerServer.js';
import type { TaskParts } from '../tasks/taskParts.js';
import {
  type DesktopTask,
  finishTask,
  type NextStage,
  nextStage,
  postponeTask,
} from '../tasks/taskQueries.js';
import { ensureNextPort, findCurrentPort, giveUpNextPort, switchPorts } from './ports.js';
import { ensureNextDisk, replaceDisk, switchDisks } from './systemDisks.js';

/** The words that callers see while a desktop is changed (docs/reference/desktops.md#task-states), by stage. */
export const changeWords = {
  product: { stop: 'resize_prep', undo: 'resize_reverting', start: 'resize_finish' },
  network: {
    stop: 'desktopNetworkChanging',
    undo: 'desktopNetworkChanging',
    start: 'desktopNetworkChanging',
  },
  rebuild: { stop: 'rebuilding', undo: 'rebuilding', start: 'rebuild_spawning' },
} as const satisfies Readonly<Record<ServerChange['kind'], Readonly<Record<ServerChange['stage'], string>>>>;

/** Until an engine that will not put a system disk back is asked again, in milliseconds. */
const undoPause = 30_000;

/**
 * Takes the change of a desktop one step further: shuts it down, changes it, starts it again if it ran. What the engine is told can be
 * told again: a crash in between repeats it.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function changeServer(
  parts: TaskParts,
  task: DesktopTask,
  change: ServerChange,
): Promise<number | undefined> {
  const server = await findServer(parts, task);
  if (change.stage === 'start') return startAgain(parts, task, change, server);
  if (change.stage === 'undo') {
    if (!(await putBack(parts, task, change, server))) return undefined;
    return goOn(parts, task, change, { alongside: whatGoes(task, change) });
  }
  const part = await ensureNextPart(parts, task, change);
  if (part === 'not-held') return undefined;
  const wait = await steerServer(parts, task, server, { action: 'stop', target: 'shutoff' });
  if (wait !== undefined) return wait;
  if (change.kind === 'product') {
    await resize(parts, server, change.productId);
    return goOn(parts, task, change, { columns: { product_id: change.productId } });
  }
  if (part === undefined) throw new Error(`Nothing was made for the ${change.kind} change of ${task.id}.`);
  if (change.kind === 'rebuild') {
    const { imageId, imageType } = change;
    if (!(await replaceDisk(parts, task, server, { disk: part, imageId }))) return undefined;
    return goOn(parts, task, change, {
      columns: { image_id: imageId, image_type: imageType },
      alongside: (transaction) => switchDisks(parts, transaction, task, change),
    });
  }
  await parts.engine.connectServer(server, [part]);
  return goOn(parts, task, change, {
    columns: { subnet_id: change.subnetId, security_group_ids: [...change.securityGroupIds] },
    alongside: (transaction) => switchPorts(transaction, task, change.portId),
  });
}

/**
 * What the server is to have: made before it is shut down, so that what fails for want of room disturbs nobody.
 * @returns undefined where that is nothing
 */
async function ensureNextPart(
  parts: TaskParts,
  task: DesktopTask,
  change: ServerChange,
): Promise<ProviderRef | 'not-held' | undefined> {
  switch (change.kind) {
    case 'network':
      return (await ensureNextPort(parts, task, change)) ?? 'not-held';
    case 'rebuild':
      return (await ensureNextDisk(parts, task, change)) ?? 'not-held';
    case 'product':
      return undefined;
  }
}

/** Whether a step has to be made however often it fails: a server must not stay on a port, or a disk, that is to go. */
export function mustGoOn(change: ServerChange): boolean {
  return change.stage === 'undo';
}

/**
 * Ends a change that the engine will not have. What ran before is started again, whatever has become of it meanwhile; what may have been
 * changed without an answer is made as it was.
 * @returns in how many milliseconds to look again, if at all
 */
export async function abandonChange(
  parts: TaskParts,
  task: DesktopTask,
  change: ServerChange,
  failure: NonNullable<ServerChange['failure']>,
): Promise<number | undefined> {
  const failed = { ...change, failure: change.failure ?? failure };
  // As long as the server may begin with the new disk neither of them goes (S5); a deletion by force takes both.
  if (change.stage === 'undo' && change.kind === 'rebuild')
    return postponeTask(parts.database, task, {
      inMilliseconds: undoPause,
      attempts: task.task_attempts + 1,
    });
  if (change.stage === 'stop' && change.kind !== 'product') {
    const next: ServerChange = { ...failed, stage: 'undo' };
    await nextStage(parts.database, task, { change: next, word: changeWords[change.kind].undo });
    return 0;
  }
  const alongside = whatGoes(task, change);
  if (change.stage !== 'start' && change.restart) return goOn(parts, task, failed, { alongside });
  // One that was to start and does not is off, as far as anybody knows: the watch over servers shows what it sees.
  await finishTask(parts.database, task, {
    status: 'SHUTOFF',
    now: parts.ambient.now(),
    failure: failed.failure,
    ...(alongside === undefined ? {} : { alongside }),
  });
  return undefined;
}

async function startAgain(
  parts: TaskParts,
  task: DesktopTask,
  { restart, failure }: ServerChange,
  server: ProviderRef,
): Promise<number | undefined> {
  const wait = restart
    ? await steerServer(parts, task, server, { action: 'start', target: 'active' })
    : undefined;
  if (wait !== undefined) return wait;
  await finishTask(parts.database, task, {
    status: restart ? 'ACTIVE' : 'SHUTOFF',
    now: parts.ambient.now(),
    ...(failure === undefined ? {} : { failure }),
  });
  return undefined;
}

/** @throws {EngineError} */
async function resize(parts: TaskParts, server: ProviderRef, productId: string): Promise<void> {
  const product = findProduct(productId);
  if (product === undefined)
    throw new EngineError('refused', `the product ${productId} is no longer offered`);
  await parts.engine.resizeServer(server, { vcpus: product.vcpus, memoryMiB: product.memoryMiB });
}

/**
 * The port, or the system disk, that the ledger says it has. One that is not off was never off, so that it has it still.
 * @returns whether the desktop is still this worker's, as far as it was looked at
 * @throws {EngineError}
 */
async function putBack(
  parts: TaskParts,
  task: DesktopTask,
  change: ServerChange,
  server: ProviderRef,
): Promise<boolean> {
  const seen = await parts.engine.observe(server);
  if (seen.state === 'unknown') throw new EngineError('unreachable', seen.reason);
  if (seen.state !== 'present' || seen.status !== 'shutoff') return true;
  if (change.kind === 'network')
    await parts.engine.connectServer(server, [await findCurrentPort(parts, task)]);
  if (change.kind !== 'rebuild') return true;
  const disk = await findDisk(parts, task, change.formerId);
  return replaceDisk(parts, task, server, { disk, imageId: task.image_id });
}

/** What goes with a change that is given up before anything was changed. */
function whatGoes(
  task: DesktopTask,
  change: ServerChange,
): ((transaction: Transaction) => Promise<void>) | undefined {
  if (change.stage === 'start' || change.kind === 'product') return undefined;
  return change.kind === 'network'
    ? (transaction) => giveUpNextPort(transaction, task)
    : (transaction) => giveUpDisk(transaction, task, change.diskId);
}

/** The desktop is due again at once, to be started. */
async function goOn(
  parts: TaskParts,
  task: DesktopTask,
  change: ServerChange,
  made: Pick<NextStage, 'columns' | 'alongside'>,
): Promise<number> {
  const next: ServerChange = { ...change, stage: 'start' };
  await nextStage(parts.database, task, { change: next, word: changeWords[change.kind].start, ...made });
  return 0;
}
