import { momentAfter } from '../../database/moment.js';
import type { Statements } from '../../database/statements.js';
import type {
  DesktopId,
  DomainId,
  Generation,
  ItemId,
  KeyId,
  ProjectId,
  ProviderId,
  SingleUseName,
} from '../../ids.js';
import type { InventoryItem } from './planDeletion.js';
import type { Deletable, FoundDesktops, PartKind, WantedDesktops } from './readDeletables.js';

interface Row {
  /** Which of the calls asked for it. */
  readonly call: number;
  readonly iam_revision: string | null;
}

interface PartRow extends Row {
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
  readonly goes_with_more: boolean;
  readonly is_root: boolean;
  readonly plan_digest: string | null;
  readonly tags: [string, string][] | null;
  readonly staying: [ItemId, KeyId][] | null;
  readonly items:
    | [
        ItemId,
        PartKind,
        InventoryItem['state'],
        InventoryItem['ownership'],
        ProviderId | null,
        Generation | null,
        KeyId | null,
        SingleUseName,
        number | null,
        boolean,
      ][]
    | null;
}

/**
 * Reads parts of desktops as deletions of their own find them, as `readDeletables` does desktops: one statement for all of the
 * calls, by the ids of the parts. One whose deletion has ended is gone, also where somebody released it. A disk takes the snapshots
 * of it along.
 */
export async function readParts(
  pool: Statements,
  kind: PartKind,
  calls: readonly WantedDesktops[],
): Promise<FoundDesktops[]> {
  const wanted = calls.flatMap(({ projectId, desktopIds, domainId = null }, call) =>
    desktopIds.map((id) => ({ call, projectId, id, domainId })),
  );
  const { rows } = await pool.query<PartRow | (Row & { readonly id: null })>({
    name: `read deletable parts, ${kind}`,
    text: texts[kind],
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
    if (row.id !== null) own.desktops.set(row.id, toDeletable(row, kind));
  }
  return found;
}

const readText = (kind: PartKind): string => `
  select w.call, (select a.iam_revision from domains a where a.id = w.domain_id) as iam_revision, v.id, d.id as owner, d.computer_name,
    d.revision, d.task_status, d.deletion_protection, d.enterprise_project_id,
    v.state = 'absent' or v.place = 'past' or d.gone_at is not null or (x.desktop_id is not null and p.desktop_id is null)
      or exists (select from deletion_ends e where e.desktop_id = s.volume_id) as gone,
    p.desktop_id is not null as goes,
    d.status = 'DELETING' or exists (select from deletion_progress q where q.desktop_id = s.volume_id) as goes_with_more,
    coalesce(v.is_root, false) as is_root, x.plan_digest, ${momentAfter('x.accepted_at')} as read_at,
    (select json_agg(json_build_array(t.key, t.value)) from desktop_tags t where t.desktop_id = d.id) as tags,
    (select json_agg(json_build_array(i.id, i.kind, i.state, i.ownership, i.provider_id, i.generation, i.key_id,
         i.single_use_name, milliseconds(i.engine_created_at)::float8, i.id = any(alone.ids)))
       from items i where i.state <> 'absent'
         and (i.id = v.id or i.id in (select k.item_id from snapshots k where k.volume_id = v.id))) as items,
    (select json_agg(json_build_array(o.id, o.key_id))
       from items o where o.desktop_id = v.desktop_id and o.state <> 'absent' and o.key_id = v.key_id and o.id <> v.id
         and not exists (select from snapshots k where k.item_id = o.id and k.volume_id = v.id)) as staying
  from unnest($1::int[], $2::text[], $3::uuid[], $4::text[]) as w (call, project_id, id, domain_id)
  left join items v on v.id = w.id and v.project_id = w.project_id and v.kind = '${kind}'
  left join snapshots s on s.item_id = v.id
  left join desktops d on d.id = v.desktop_id and d.project_id = w.project_id
  left join deletions x on x.desktop_id = v.id
  left join deletion_progress p on p.desktop_id = v.id
  cross join lateral (select array(select items_going_alone(d.id, '${kind}')) as ids) alone`;

const texts: Readonly<Record<PartKind, string>> = {
  volume: readText('volume'),
  snapshot: readText('snapshot'),
};

function toDeletable(row: PartRow, kind: PartKind): Deletable {
  const items = row.items ?? [];
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
    part: {
      kind,
      desktopId: row.owner,
      isRoot: row.is_root,
      goesWithMore: !row.goes && row.goes_with_more,
    },
    inventory: {
      desktopId: row.id,
      items: items.map(([id, itemKind, state, ownership, providerId, generation, keyId]) => ({
        id,
        kind: itemKind,
        state,
        ownership,
        providerId,
        generation,
        keyId,
      })),
      users: [],
      tenantSendsMail: false,
      staying: (row.staying ?? []).map(([id, keyId]) => ({ id, keyId })),
    },
    records: new Map(
      items.flatMap(([id, , , , providerId, generation, keyId, singleUseName, createdAt, goesAlone]) => {
        const record = { singleUseName, providerId, generation, keyId, createdAt, goesAlone };
        return providerId === null ? [] : [[id, { ...record, creationAge: null, creationInFlight: false }]];
      }),
    ),
    userEnterpriseProjects: new Map(),
  };
}
