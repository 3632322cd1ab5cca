import { randomUUID } from 'node:crypto';
import { realAmbient } from '../../ambient.js';
import { createPostgresAcceptanceStore } from '../../deletion/accept/postgresAcceptanceStore.js';
import { createPostgresDeletionStore } from '../../deletion/carryOut/postgresDeletionStore.js';
import { releaseItem } from '../../deletion/release/releaseItem.js';
import { createPostgresCreations } from '../../desktops/create/creations.js';
import type { ItemKind } from '../../engines/contract.js';
import {
  asId,
  type DesktopId,
  type Generation,
  type ItemId,
  type KeyId,
  type ProviderId,
  type WorkerId,
} from '../../ids.js';
import { addDesktop, addProject, addService, addUser } from '../desktopRows.js';
import { addItem } from '../plantItems.js';
import { createTestDatabase, type TestDatabase } from '../testDatabase.js';
import type { LedgerUnderTest, ShownDeletion } from './ledgerUnderTest.js';

/** The stores of production on a database of their own. */
export async function openPostgresLedger(): Promise<LedgerUnderTest> {
  const test = await createTestDatabase();
  const { database, pool } = test;
  const project = await addProject(database);
  await addService(test.database, project);
  const { projectId } = project;
  const add = async (
    desktop: DesktopId,
    kind: ItemKind,
    isPresent: boolean,
    keyId: KeyId | null = null,
  ): Promise<ItemId> => {
    const present = {
      state: 'present' as const,
      provider_id: asId<ProviderId>(randomUUID()),
      generation: asId<Generation>(randomUUID()),
      key_id: keyId,
    };
    return (await addItem(database, project, desktop, { kind, ...(isPresent ? present : {}) })).id;
  };
  return {
    projectId,
    acceptance: createPostgresAcceptanceStore(pool, realAmbient, 'simulated'),
    disks: createPostgresAcceptanceStore(pool, realAmbient, 'simulated', undefined, 'volume'),
    granting: (grantee) => createPostgresAcceptanceStore(pool, realAmbient, 'simulated', grantee),
    deletions: createPostgresDeletionStore(test),
    creations: createPostgresCreations(database),
    addDesktop: async ({ users = [], builder } = {}) => {
      const task = builder === undefined ? {} : { task_status: 'scheduling', task_worker: builder };
      const id = await addDesktop(database, project, { desktop_type: 'SHARED', ...task });
      await pool.query(
        `insert into desktop_assignments (desktop_id, user_id, project_id, user_group, attached_at)
         select $1, id, $3, 'sudo', now() from unnest($2::text[]) as u (id)`,
        [id, users, projectId],
      );
      const keyId = asId<KeyId>(randomUUID().replaceAll('-', ''));
      return {
        id,
        keyId,
        server: await add(id, 'server', true),
        volume: await add(id, 'volume', true, keyId),
        port: await add(id, 'port', false),
      };
    },
    addUser: () => addUser(database, project, `user-${randomUUID().slice(0, 8)}`),
    addWorker: async () => {
      const worker = asId<WorkerId>(randomUUID());
      await pool.query(`insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`, [
        worker,
      ]);
      return worker;
    },
    endLease: async (worker) => {
      await pool.query('update workers set lease_until = now() where id = $1', [worker]);
    },
    release: async (desktopId, itemId) => {
      const release = {
        projectId,
        desktopId,
        itemId,
        releasedBy: 'operator',
        reason: 'gone',
        requestId: 'request',
      };
      await releaseItem(database, release);
    },
    show: (desktopId) => show(test, desktopId),
    close: () => test.drop(),
  };
}

async function show({ pool }: TestDatabase, desktopId: DesktopId): Promise<ShownDeletion> {
  const { rows } = await pool.query<Omit<ShownDeletion, 'state'> & { state: ShownDeletion['state'] | null }>(
    `select d.status, d.task_status as "taskStatus", d.gone_at is not null as gone,
       (select x.state from deletions x where x.desktop_id = d.id) as state,
       (select coalesce(json_agg(json_build_object('id', u.user_id, 'outcome', u.outcome, 'reason', u.reason,
            'exists', exists (select from desktop_users w where w.id = u.user_id))), '[]')
          from deletion_users u where u.desktop_id = d.id) as users,
       (select coalesce(json_agg(s.status), '[]') from shown_sub_jobs s where s.desktop_id = d.id::text) as "subJobs",
       (select json_build_object('grade', x.absence_grade, 'keyId', i.key_id, 'keyDestroyed', case
            when x.key_destroyed_at is null then 'no'
            when x.key_destroyed_at between (select accepted_at from deletions where desktop_id = d.id) and x.ended_at
              then 'within' else 'outside' end)
          from items i left join deletion_items x on x.item_id = i.id and x.desktop_id = i.desktop_id
          where i.desktop_id = d.id and i.kind = 'volume') as volume,
       (select coalesce(json_agg(m.user_id), '[]') from mails m where m.desktop_id = d.id) as mails
     from desktops d where d.id = $1`,
    [desktopId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no desktop ${desktopId}.`);
  return { ...row, state: row.state ?? undefined };
}
