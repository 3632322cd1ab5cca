import { findProduct } from '../../catalogue/products.js';
import type { Transaction } from '../../database/connect.js';
import type { NetworkChange, TaskChange } from '../../database/schema/taskChange.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { findServer, steerServer } from '../power/steerServer.js';
import { giveUpSnapshots, makeSnapshots } from '../snapshots/makeSnapshots.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask, type NextStage, nextStage } from '../tasks/taskQueries.js';
import { ensureNextPort, findCurrentPort, giveUpNextPort, switchPorts } from './ports.js';

/** The words that callers see while a desktop is changed (docs/reference/desktops.md#task-states), by stage. */
export const changeWords = {
  product: { stop: 'resize_prep', undo: 'resize_reverting', start: 'resize_finish' },
  snapshot: { stop: 'updating', undo: 'updating', start: 'updating' },
  network: {
    stop: 'desktopNetworkChanging',
    undo: 'desktopNetworkChanging',
    start: 'desktopNetworkChanging',
  },
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
  if (change.kind === 'snapshot') return makeSnapshots(parts, task, change);
  const server = await findServer(parts, task);
  if (change.stage === 'start') return startAgain(parts, task, change, server);
  if (change.stage === 'undo') {
    await reconnect(parts, task, server);
    return goOn(parts, task, change, { alongside: whatGoes(task, change) });
  }
  const port = change.kind === 'network' ? await ensureNextPort(parts, task, change) : undefined;
  if (change.kind === 'network' && port === undefined) return undefined;
  const wait = await steerServer(parts, task, server, { action: 'stop', target: 'shutoff' });
  if (wait !== undefined) return wait;
  if (change.kind === 'product') {
    await resize(parts, server, change.productId);
    return goOn(parts, task, change, { columns: { product_id: change.productId } });
  }
  await parts.engine.connectServer(server, port === undefined ? [] : [port]);
  return goOn(parts, task, change, {
    columns: { subnet_id: change.subnetId, security_group_ids: [...change.securityGroupIds] },
    alongside: (transaction) => switchPorts(transaction, task, change.portId),
  });
}

/** Whether a step has to be made however often it fails: a server must not stay on a port that is to go. */
export function mustGoOn(change: TaskChange): boolean {
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
  change: TaskChange,
  failure: NonNullable<TaskChange['failure']>,
): Promise<number | undefined> {
  if (change.kind === 'snapshot') return giveUpSnapshots(parts, task, change, failure);
  const failed = { ...change, failure: change.failure ?? failure };
  if (change.stage === 'stop' && change.kind === 'network') {
    const next: TaskChange = { ...failed, stage: 'undo' };
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
  { restart, failure }: TaskChange,
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
 * The port that the ledger says it has. One that is not off was never off, so that it has it still.
 * @throws {EngineError}
 */
async function reconnect(parts: TaskParts, task: DesktopTask, server: ProviderRef): Promise<void> {
  const seen = await parts.engine.observe(server);
  if (seen.state === 'unknown') throw new EngineError('unreachable', seen.reason);
  if (seen.state !== 'present' || seen.status !== 'shutoff') return;
  await parts.engine.connectServer(server, [await findCurrentPort(parts, task)]);
}

/** What goes with a change that is given up before anything was changed. */
function whatGoes(
  task: DesktopTask,
  change: TaskChange,
): ((transaction: Transaction) => Promise<void>) | undefined {
  const leavesPort = (each: TaskChange): each is NetworkChange =>
    each.kind === 'network' && each.stage !== 'start';
  return leavesPort(change) ? (transaction) => giveUpNextPort(transaction, task) : undefined;
}

/** The desktop is due again at once, to be started. */
async function goOn(
  parts: TaskParts,
  task: DesktopTask,
  change: TaskChange,
  made: Pick<NextStage, 'columns' | 'alongside'>,
): Promise<number> {
  const next: TaskChange = { ...change, stage: 'start' };
  await nextStage(parts.database, task, { change: next, word: changeWords[change.kind].start, ...made });
  return 0;
}
