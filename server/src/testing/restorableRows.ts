import { randomBytes } from 'node:crypto';
import { realAmbient } from '../ambient.js';
import type { Engine, ProviderRef } from '../engines/contract.js';
import { asId, type DesktopId, type IamUserId, type ItemId, type SingleUseName } from '../ids.js';
import { addDesktop, type TestProject } from './desktopRows.js';
import { addItem } from './plantItems.js';
import type { TestDatabase } from './testDatabase.js';

/** A desktop that is off; its disks held "old" when their snapshots were made, and hold "new". */
export interface RestorableDesktop {
  readonly desktop: DesktopId;
  /** The system disk first. */
  readonly volumes: readonly ItemId[];
  /** One of each disk, in their order. */
  readonly snapshots: readonly ItemId[];
}

/** Makes such a desktop past the service, its disks and snapshots in the engine. @param count how many disks it has */
export async function addRestorable(
  test: TestDatabase,
  engine: Engine,
  project: TestProject,
  count: number,
): Promise<RestorableDesktop> {
  const { database } = test;
  const desktop = await addDesktop(database, project, { status: 'SHUTOFF' });
  const volumes: ItemId[] = [];
  const snapshots: ItemId[] = [];
  const common = (name: SingleUseName) => ({ name, projectId: project.projectId, desktopId: desktop });
  for (const device of ['/dev/vda', '/dev/vdb', '/dev/vdc'].slice(0, count)) {
    const name = singleUseName();
    const disk = { volumeType: 'SAS', sizeGiB: 10, device };
    const volume = await engine.create({ kind: 'volume', ...common(name), ...disk });
    const { id } = await addItem(database, project, desktop, {
      ...stateOf(volume, name),
      size_gib: 10,
      device,
      is_root: device === '/dev/vda',
    });
    volumes.push(id);
    await write(test, id, 'old');
    const snapshotName = singleUseName();
    const snapshot = await engine.create({ kind: 'snapshot', ...common(snapshotName), volume });
    const item = await addItem(database, project, desktop, stateOf(snapshot, snapshotName));
    await database
      .insertInto('snapshots')
      .values({
        item_id: item.id,
        project_id: project.projectId,
        desktop_id: desktop,
        volume_id: id,
        name: device,
        created_at: new Date(),
      })
      .execute();
    snapshots.push(item.id);
    await write(test, id, 'new');
  }
  return { desktop, volumes, snapshots };
}

function singleUseName(): SingleUseName {
  return asId<SingleUseName>(`dp-${randomBytes(16).toString('hex')}`);
}

function stateOf(ref: ProviderRef, name: SingleUseName) {
  return {
    kind: ref.kind,
    single_use_name: name,
    state: 'present' as const,
    provider_id: ref.id,
    generation: ref.generation,
    key_id: ref.keyId ?? null,
  };
}

/** Writes to a disk of the simulated engine, as a desktop does that runs. */
export async function write({ pool }: TestDatabase, volume: ItemId, content: string): Promise<void> {
  await pool.query(
    `update simulated_items set spec = spec || jsonb_build_object('content', $2::text)
     where kind = 'volume' and id = (select provider_id from items where id = $1)`,
    [volume, content],
  );
}

/** What came of the restores of a desktop, in lines without ids and times. */
export async function tellRestores(
  { pool }: TestDatabase,
  { desktop, volumes }: RestorableDesktop,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select concat_ws(' ', 'desktop', nullif(status, ''), nullif(task_status, ''), task_change is null, task_due_at is null,
         task_worker is null) as line, 1 as sort, 0 as place from desktops where id = $1
     union all select concat_ws(' ', 'disk', spec ->> 'content'), 2, w.place from unnest($2::uuid[]) with ordinality as w (id, place)
       join items i on i.id = w.id join simulated_items e on e.id = i.provider_id
     union all select concat_ws(' ', 'job', status, error_code), 3, position from sub_jobs where desktop_id = $1::text
     union all select concat_ws(' ', 'log', kind, convert_from(payload, 'UTF8')::json ->> 'outcome'), 4, sequence from log_entries
       where desktop_id = $1 and kind in ('restore', 'restore-receipt')
     order by sort, place`,
    [desktop, volumes],
  );
  return rows.map(({ line }) => line);
}

/** The order of a restore, as its route gives it. */
export function orderOf(project: TestProject, snapshotIds: readonly ItemId[]) {
  return {
    projectId: project.projectId,
    snapshotIds,
    digests: undefined,
    userId: asId<IamUserId>('caller'),
    requestId: realAmbient.uuid(),
    engine: 'simulated' as const,
    allowedBy: new Map(snapshotIds.map((id) => [id, 'account-root'])),
  };
}
