import type pg from 'pg';
import { momentAfter } from '../../database/moment.js';
import type { ItemKind } from '../../engines/contract.js';
import type {
  DesktopId,
  DesktopUserId,
  DomainId,
  Generation,
  ItemId,
  JobId,
  KeyId,
  ProjectId,
  ProviderId,
  SingleUseName,
} from '../../ids.js';
import type { CreationRecord } from '../carryOut/deletionStore.js';
import type { Inventory } from './planDeletion.js';

/** What can go without its desktop: a disk, and with it the snapshots of it, or a single snapshot. */
export type PartKind = 'volume' | 'snapshot';

/** A part of a desktop that is to go without it. A deletion of it is known by its own id, in the place of a desktop's. */
export interface LonePart {
  readonly kind: PartKind;
  /** Whose it is. Name, revision, protection, tags and enterprise project of the part are those of this desktop. */
  readonly desktopId: DesktopId;
  /** It is the system disk. */
  readonly isRoot: boolean;
  /** Its desktop, or the disk that it is a snapshot of, is being deleted, and it goes with that. */
  readonly goesWithMore: boolean;
}

/** A desktop as a deletion finds it, or a part of one: what it is made of, and what may stand against its end. */
export interface Deletable {
  readonly id: DesktopId;
  /** When it was read, by the database's clock, and not before its deletion was accepted: the time of what is decided from it. */
  readonly readAt: Date;
  readonly computerName: string;
  /** Every change of inventory, users, tags or flags raises it: a plan made from this reading holds for this revision only. */
  readonly revision: number;
  readonly taskStatus: string;
  readonly taskJobId: JobId | null;
  readonly isProtected: boolean;
  readonly enterpriseProjectId: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Only the tombstone is left. It keeps its tags, so that who was allowed before is answered 404 and not 403. */
  readonly gone: boolean;
  /** The plan that its running deletion was accepted with. */
  readonly planDigest: string | null;
  readonly inventory: Inventory;
  /** Left out: it is a desktop. */
  readonly part?: LonePart;
  /** Of those items that the engine is known to have made. */
  readonly records: ReadonlyMap<ItemId, CreationRecord>;
  /** Of its users, for policies that ask. */
  readonly userEnterpriseProjects: ReadonlyMap<DesktopUserId, string>;
}

interface Row {
  /** Which of the calls asked for it. */
  readonly call: number;
  readonly iam_revision: string | null;
}

interface DesktopRow extends Row {
  readonly id: DesktopId;
  readonly read_at: Date;
  readonly computer_name: string;
  readonly revision: number;
  readonly task_status: string;
  readonly task_job_id: JobId | null;
  readonly deletion_protection: boolean;
  readonly enterprise_project_id: string;
  readonly gone: boolean;
  readonly plan_digest: string | null;
  readonly tags: [string, string][] | null;
  readonly items:
    | [
        ItemId,
        ItemKind,
        'intended' | 'present',
        'created' | 'preexisting',
        ProviderId | null,
        Generation | null,
        KeyId | null,
        SingleUseName,
        number | null,
        boolean,
      ][]
    | null;
  readonly users: [DesktopUserId, string, string, number, string][] | null;
  readonly sends_mail: boolean;
}

/** Which desktops of which project. */
export interface WantedDesktops {
  readonly projectId: ProjectId;
  readonly desktopIds: readonly DesktopId[];
  /** The caller's account. */
  readonly domainId?: DomainId;
}

export interface FoundDesktops {
  readonly desktops: ReadonlyMap<DesktopId, Deletable>;
  /** What the account's revision (a bigint as text) was in the same snapshot; undefined when it was not asked for, or is no more. */
  readonly iamRevision: string | undefined;
}

/**
 * Reads desktops, also gone ones, with everything that a plan needs: one statement and one snapshot for all of the calls.
 * Missing ones and those of other projects are left out.
 * @returns for each call its desktops and the account's revision
 */
export async function readDeletables(
  pool: pg.Pool,
  calls: readonly WantedDesktops[],
): Promise<FoundDesktops[]> {
  const wanted = calls.flatMap(({ projectId, desktopIds, domainId = null }, call) =>
    desktopIds.map((id) => ({ call, projectId, id, domainId })),
  );
  const { rows } = await pool.query<DesktopRow | (Row & { readonly id: null })>({
    name: 'read deletables',
    text: readText,
    values: [
      wanted.map(({ call }) => call),
      wanted.map(({ projectId }) => projectId),
      wanted.map(({ id }) => id),
      wanted.map(({ domainId }) => domainId),
    ],
  });
  const found = calls.map(() => ({
    desktops: new Map<DesktopId, Deletable>(),
    iamRevision: undefined as string | undefined,
  }));
  for (const row of rows) {
    const own = found[row.call];
    if (own === undefined) continue;
    own.iamRevision = row.iam_revision ?? undefined;
    if (row.id !== null) own.desktops.set(row.id, toDeletable(row));
  }
  return found;
}

const readText = `
  select w.call, (select a.iam_revision from domains a where a.id = w.domain_id) as iam_revision, d.id, d.computer_name, d.revision, d.task_status, d.task_job_id, d.deletion_protection, d.enterprise_project_id,
    d.gone_at is not null as gone, x.plan_digest, ${momentAfter('x.accepted_at')} as read_at,
    (select json_agg(json_build_array(t.key, t.value)) from desktop_tags t where t.desktop_id = d.id) as tags,
    (select json_agg(json_build_array(i.id, i.kind, i.state, i.ownership, i.provider_id, i.generation, i.key_id,
         i.single_use_name, milliseconds(i.engine_created_at), i.id = any(alone.ids)))
       from items i where i.desktop_id = d.id and i.state <> 'absent') as items,
    (select json_agg(json_build_array(u.id, u.user_name, u.user_email,
         (select count(*) from desktop_access o where o.user_id = u.id and o.desktop_id <> d.id),
         u.enterprise_project_id))
       from desktop_assignments a join desktop_users u on u.id = a.user_id where a.desktop_id = d.id) as users,
    coalesce((select w.is_send_email from workspaces w where w.project_id = d.project_id), false) as sends_mail
  from unnest($1::int[], $2::text[], $3::uuid[], $4::text[]) as w (call, project_id, id, domain_id)
  left join desktops d on d.id = w.id and d.project_id = w.project_id
  left join deletion_orders x on x.desktop_id = d.id
  cross join lateral (select array(select items_going_alone(d.id, 'desktop')) as ids) alone`;

function toDeletable(row: DesktopRow): Deletable {
  return {
    id: row.id,
    readAt: row.read_at,
    computerName: row.computer_name,
    revision: row.revision,
    taskStatus: row.task_status,
    taskJobId: row.task_job_id,
    isProtected: row.deletion_protection,
    enterpriseProjectId: row.enterprise_project_id,
    tags: new Map(row.tags ?? []),
    gone: row.gone,
    planDigest: row.plan_digest,
    inventory: {
      desktopId: row.id,
      items: (row.items ?? []).map(([id, kind, state, ownership, providerId, generation, keyId]) => ({
        id,
        kind,
        state,
        ownership,
        providerId,
        generation,
        keyId,
      })),
      users: (row.users ?? []).map(([id, name, email, otherDesktops]) => ({
        id,
        name,
        email,
        otherDesktops,
      })),
      tenantSendsMail: row.sends_mail,
    },
    records: new Map(
      (row.items ?? []).flatMap(
        ([id, , , , providerId, generation, keyId, singleUseName, createdAt, goesAlone]) => {
          const record = { singleUseName, providerId, generation, keyId, createdAt, goesAlone };
          return providerId === null ? [] : [[id, { ...record, creationAge: null, creationInFlight: false }]];
        },
      ),
    ),
    userEnterpriseProjects: new Map((row.users ?? []).map((user) => [user[0], user[4]])),
  };
}
