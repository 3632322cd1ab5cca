import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import { newRef } from '../engines/simulated/newRef.js';
import type { DesktopId, JobId, ProjectId } from '../ids.js';
import { setSubJob } from '../jobs/setSubJob.js';
import type { FixtureStatus } from './fixtureSchemas.js';

/** What the server of such a desktop is in the engine. */
const serverStatuses = {
  ACTIVE: 'active',
  SHUTOFF: 'shutoff',
  HIBERNATED: 'hibernated',
  ERROR: 'error',
} as const satisfies Readonly<Record<FixtureStatus, string>>;

export interface Planting {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  /** That the desktop was ordered with. */
  readonly jobId: JobId;
  readonly status: FixtureStatus;
}

/**
 * Puts what a desktop is made of into the simulated engine and on record, as if it had been built, and ends its job. Before the
 * transaction that ordered it ends, so that no worker begins to build it.
 */
export async function plantDesktop(
  transaction: Transaction,
  ambient: Ambient,
  { projectId, desktopId, jobId, status }: Planting,
): Promise<void> {
  const items = await transaction
    .selectFrom('items')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('desktop_id', '=', desktopId)
    .execute();
  const planted = items.map((item) => ({ item, ref: newRef(ambient, item.kind) }));
  const uses = planted.filter(({ ref }) => ref.kind !== 'server').map(({ ref }) => ref.id);
  for (const { item, ref } of planted) {
    const isServer = item.kind === 'server';
    const spec = {
      kind: item.kind,
      name: item.single_use_name,
      projectId,
      desktopId,
      ...(item.size_gib === null ? {} : { sizeGiB: item.size_gib }),
      uses: isServer ? uses : [],
    };
    await transaction
      .insertInto('simulated_items')
      .values({
        kind: item.kind,
        id: ref.id,
        generation: ref.generation,
        name: item.single_use_name,
        status: isServer ? serverStatuses[status] : 'available',
        created_at: ambient.now(),
        changes_at: null,
        changes_to: null,
        key_id: ref.keyId ?? null,
        spec: JSON.stringify(spec),
      })
      .execute();
    await transaction
      .updateTable('items')
      .set({
        state: 'present',
        provider_id: ref.id,
        generation: ref.generation,
        key_id: ref.keyId ?? null,
        asked_at: sql<Date>`now()`,
        engine_created_at: sql<Date>`now()`,
      })
      .where('id', '=', item.id)
      .where('project_id', '=', projectId)
      .execute();
  }
  await transaction
    .updateTable('desktops')
    .set((row) => ({
      status,
      task_status: '',
      task_job_id: null,
      task_due_at: null,
      revision: row('revision', '+', 1),
    }))
    .where('id', '=', desktopId)
    .where('project_id', '=', projectId)
    .execute();
  await setSubJob(transaction, { projectId, jobId, desktopId }, { status: 'SUCCESS', at: ambient.now() });
}
