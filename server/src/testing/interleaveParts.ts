import { realAmbient } from '../ambient.js';
import { acceptParts } from '../deletion/accept/acceptParts.js';
import { createPostgresAcceptanceStore } from '../deletion/accept/postgresAcceptanceStore.js';
import type { PartKind } from '../deletion/plan/readDeletables.js';
import type { DesktopId, ProjectId } from '../ids.js';
import type { Session } from './interleave.js';

/**
 * The deletion of disks or snapshots beside their desktop, as its route does it.
 * @param ids of the parts, as deletions know them
 * @throws {ApiError} as the caller is told
 */
export async function takeParts(
  session: Pick<Session, 'pool'>,
  projectId: ProjectId,
  kind: PartKind,
  ids: readonly (DesktopId | undefined)[],
  of: DesktopId | undefined,
): Promise<void> {
  const parts = ids.flatMap((id) => id ?? []);
  if (of === undefined) throw new Error('no desktop');
  const store = createPostgresAcceptanceStore(session.pool, realAmbient, 'simulated', undefined, kind);
  const order = {
    projectId,
    parts: { kind, owners: new Map(parts.map((id) => [id, of])) },
    flags: { deleteUsers: false, emailNotification: false, force: false },
    acceptedBy: 'caller',
    actorName: 'caller',
    allowedBy: 'account-root',
    requestId: 'request',
    language: 'en' as const,
  };
  const known = await store.read(projectId, parts);
  await acceptParts(store, realAmbient, order, parts, known, {});
}
