import type pg from 'pg';
import { momentAfter } from '../../database/moment.js';
import {
  asId,
  type DesktopId,
  type DomainId,
  type Generation,
  type ItemId,
  type KeyId,
  type ProjectId,
  type ProviderId,
  type SingleUseName,
} from '../../ids.js';
import type { Deletable, FoundDesktops, WantedDesktops } from './readDeletables.js';

interface Row {
  /** Which of the calls asked for it. */
  readonly call: number;
  readonly iam_revision: string | null;
}

interface DiskRow extends Row {
  readonly id: DesktopId;
  readonly owner: DesktopId;
  readonly read_at: Date;
  readonly computer_name: string;
  readonly revision: number;
  readonly task_status: string;
  readonly deletion_protection: boolean;
  readonly enterprise_project_id: string;
  readonly gone: boolean;
  /** Its own deletion runs. */
  readonly goes: boolean;
  readonly goes_with_desktop: boolean;
  readonly is_root: boolean;
  readonly plan_digest: string | null;
  readonly tags: [string, string][] | null;
  readonly state: 'intended' | 'present';
  readonly ownership: 'created' | 'preexisting';
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
  readonly key_id: KeyId | null;
  readonly single_use_name: SingleUseName;
  readonly engine_created_at: number | null;
}

/**
 * Reads disks as deletions of their own find them, as `readDeletables` does desktops: one statement and one snapshot for all of
 * the calls, by the ids of the disks. One whose deletion has ended is gone, also where somebody released it.
 */
export async function readDisks(pool: pg.Pool, calls: readonly WantedDesktops[]): Promise<FoundDesktops[]> {
  const wanted = calls.flatMap(({ projectId, desktopIds, domainId = null }, call) =>
    desktopIds.map((id) => ({ call, projectId, id, domainId })),
  );
  const { rows } = await pool.query<DiskRow | (Row & { readonly id: null })>({
    name: 'read deletable disks',
    text: readText,
    values: [
      wanted.map(({ call }) => call),
      wanted.map(({ projectId }): ProjectId => projectId),
      wanted.map(({ id }) => id),
      wanted.map(({ domainId }): DomainId | null => domainId),
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
  select w.call, (select a.iam_revision from domains a where a.id = w.domain_id) as iam_revision, v.id, d.id as owner, d.computer_name,
    d.revision, d.task_status, d.deletion_protection, d.enterprise_project_id,
    v.state = 'absent' or v.place = 'past' or d.gone_at is not null or (x.desktop_id is not null and p.desktop_id is null) as gone,
    p.desktop_id is not null as goes, d.status = 'DELETING' as goes_with_desktop,
    coalesce(v.is_root, false) as is_root, x.plan_digest, ${momentAfter('x.accepted_at')} as read_at,
    (select json_agg(json_build_array(t.key, t.value)) from desktop_tags t where t.desktop_id = d.id) as tags,
    v.state, v.ownership, v.provider_id, v.generation, v.key_id, v.single_use_name,
    milliseconds(v.engine_created_at)::float8 as engine_created_at
  from unnest($1::int[], $2::text[], $3::uuid[], $4::text[]) as w (call, project_id, id, domain_id)
  left join items v on v.id = w.id and v.project_id = w.project_id and v.kind = 'volume'
  left join desktops d on d.id = v.desktop_id and d.project_id = w.project_id
  left join deletions x on x.desktop_id = v.id
  left join deletion_progress p on p.desktop_id = v.id`;

function toDeletable(row: DiskRow): Deletable {
  const itemId = asId<ItemId>(row.id);
  const { provider_id: providerId, generation, key_id: keyId } = row;
  const record = {
    singleUseName: row.single_use_name,
    providerId,
    generation,
    keyId,
    createdAt: row.engine_created_at,
    creationAge: null,
    creationInFlight: false,
  };
  return {
    id: row.id,
    readAt: row.read_at,
    computerName: row.computer_name,
    revision: row.revision,
    taskStatus: row.goes ? 'deleting' : row.task_status,
    taskJobId: null,
    isProtected: row.deletion_protection,
    enterpriseProjectId: row.enterprise_project_id,
    tags: new Map(row.tags ?? []),
    gone: row.gone,
    planDigest: row.plan_digest,
    disk: { desktopId: row.owner, isRoot: row.is_root, goesWithDesktop: !row.goes && row.goes_with_desktop },
    inventory: {
      desktopId: row.id,
      items: [
        {
          id: itemId,
          kind: 'volume',
          state: row.state,
          ownership: row.ownership,
          providerId,
          generation,
          keyId,
        },
      ],
      users: [],
      tenantSendsMail: false,
    },
    records: new Map(providerId === null ? [] : [[itemId, record]]),
    userEnterpriseProjects: new Map(),
  };
}
