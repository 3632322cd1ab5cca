import { realAmbient } from '../ambient.js';
import { acceptParts } from '../deletion/accept/acceptDeletions.js';
import { createPostgresAcceptanceStore } from '../deletion/accept/postgresAcceptanceStore.js';
import type { PartKind } from '../deletion/plan/readDeletables.js';
import { asId, type DesktopId, type ItemId, type ProjectId } from '../ids.js';
import { deletionOrder } from './deletionOrder.js';
import type { Session } from './interleave.js';

/**
 * The deletion of disks or snapshots beside their desktop, as its route does it.
 * @param ids of the parts
 * @throws {ApiError} as the caller is told
 */
export async function takeParts(
  session: Pick<Session, 'pool'>,
  projectId: ProjectId,
  kind: PartKind,
  ids: readonly (DesktopId | ItemId | undefined)[],
  of: DesktopId | undefined,
): Promise<void> {
  const parts = ids.flatMap((id) => (id === undefined ? [] : asId<DesktopId>(id)));
  if (of === undefined) throw new Error('no desktop');
  const store = createPostgresAcceptanceStore(session.pool, realAmbient, 'simulated', undefined, kind);
  const owners = new Map(parts.map((id) => [id, of]));
  const order = { ...deletionOrder(projectId), parts: { kind, owners } };
  const known = await store.read(projectId, parts);
  await acceptParts(store, realAmbient, order, parts, known, {});
}
