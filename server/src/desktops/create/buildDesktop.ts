import type { Selectable } from 'kysely';
import { findProduct } from '../../catalogue/products.js';
import type { Transaction } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import { EngineError, type ItemSpec, type ProviderRef } from '../../engines/contract.js';
import { isPassing } from '../tasks/taskErrors.js';
import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask, lookAfter, postponeTask, showTask } from '../tasks/taskQueries.js';
import { createItem } from './createItem.js';
import { portSpec } from './portSpec.js';
import { queueCreationMails } from './queueCreationMails.js';
import { volumeSpec } from './volumeSpec.js';

type ItemRow = Selectable<Schema['items']>;

/**
 * Takes the creation of a desktop one step further: its disks and ports, then its server, then waits until that runs.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function buildDesktop(parts: TaskParts, task: DesktopTask): Promise<number | undefined> {
  const items = await parts.database
    .selectFrom('items')
    .selectAll()
    .where('desktop_id', '=', task.id)
    .where('project_id', '=', task.project_id)
    .orderBy('device')
    .execute();
  const server = items.find((item) => item.kind === 'server');
  if (server === undefined) throw new Error(`Desktop ${task.id} has no server on record.`);
  const parents = items.filter((item) => item.kind !== 'server');
  if (parents.some((item) => item.state === 'intended'))
    await showTask(parts.database, task, 'block_device_mapping');
  const refs = await all(parents.map((item) => ensureParent(parts, task, item)));
  // Fewer than asked for: the desktop was taken away from this worker, by a deletion or because its lease was lost.
  if (refs.length < parents.length) return undefined;
  const serverRef = await ensureServer(parts, task, server, refs);
  return serverRef === undefined ? undefined : awaitServer(parts, task, server, serverRef);
}

/**
 * Waits for every one, also when one fails: a desktop that is given back while the engine still works on one of its items
 * would have that item asked for twice. A failure for good counts more than one that passes.
 */
async function all(creations: readonly Promise<ProviderRef | undefined>[]): Promise<ProviderRef[]> {
  const outcomes = await Promise.allSettled(creations);
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  const failure = failures.find((error) => !isPassing(error)) ?? failures[0];
  if (failure !== undefined) throw failure;
  return outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value !== undefined ? [outcome.value] : [],
  );
}

async function ensureParent(
  parts: TaskParts,
  task: DesktopTask,
  item: ItemRow,
): Promise<ProviderRef | undefined> {
  const known = refOf(item);
  if (known !== undefined) return known;
  const spec = item.kind === 'port' ? await portSpec(parts, task, item) : volumeSpec(task, item);
  return createItem(parts, item.id, spec, task.worker);
}

async function ensureServer(
  parts: TaskParts,
  task: DesktopTask,
  item: ItemRow,
  refs: readonly ProviderRef[],
): Promise<ProviderRef | undefined> {
  const known = refOf(item);
  if (known !== undefined) return known;
  const product = findProduct(task.product_id);
  if (product === undefined)
    throw new EngineError('refused', `the product ${task.product_id} is no longer offered`);
  await showTask(parts.database, task, 'spawning');
  const spec: ItemSpec = {
    kind: 'server',
    name: item.single_use_name,
    projectId: task.project_id,
    desktopId: task.id,
    hostName: task.computer_name,
    vcpus: product.vcpus,
    memoryMiB: product.memoryMiB,
    imageId: task.image_id,
    language: task.language === 'zh' ? 'zh_CN' : 'en_US',
    volumes: refs.filter((ref) => ref.kind === 'volume'),
    ports: refs.filter((ref) => ref.kind === 'port'),
  };
  return createItem(parts, item.id, spec, task.worker);
}

async function awaitServer(
  parts: TaskParts,
  task: DesktopTask,
  item: ItemRow,
  server: ProviderRef,
): Promise<number | undefined> {
  const now = parts.ambient.now();
  const seen = await parts.engine.observe(server);
  if (seen.state === 'present' && seen.status === 'active') {
    const alongside = (transaction: Transaction) =>
      queueCreationMails(transaction, task, { now, simulated: parts.engine.name === 'simulated' });
    await finishTask(parts.database, task, { status: 'ACTIVE', now, alongside });
    return undefined;
  }
  if (seen.state === 'absent' || seen.state === 'replaced')
    throw new EngineError('refused', 'the server vanished while it was built');
  if (seen.state === 'present' && seen.status !== 'building') {
    const why = seen.failure === undefined ? '' : `: ${seen.failure}`;
    throw new EngineError('refused', `the server went to ${seen.status} while it was built${why}`);
  }
  const waited = now.getTime() - (item.engine_created_at ?? now).getTime();
  return postponeTask(parts.database, task, { inMilliseconds: lookAfter(parts.engine, waited), attempts: 0 });
}

function refOf(item: ItemRow): ProviderRef | undefined {
  const { kind, provider_id: id, generation } = item;
  return id === null || generation === null ? undefined : { kind, id, generation };
}
