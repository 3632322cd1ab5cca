import type pg from 'pg';
import type { KeyId } from '../../ids.js';
import type { ItemKind, ProviderRef } from '../contract.js';

/** One thing of the simulated world, as it is at the moment of asking. */
export interface SimulatedRow {
  readonly kind: ItemKind;
  readonly id: string;
  readonly generation: string;
  readonly name: string;
  readonly status: string;
  readonly created_at: Date;
  /** Of a volume or snapshot: the key that it would be encrypted under. */
  readonly key_id: KeyId | null;
  readonly size_gib: number | null;
}

// A pending change has happened once its time has come, whether or not anybody wrote it down: nothing has to run for time
// to pass in this world, and looking at one thing costs no look at all the others.
const asOf = (moment: string): string => `
  select kind, id, generation, name, created_at, key_id, (spec ->> 'sizeGiB')::int as size_gib,
    case when changes_at <= ${moment} then changes_to else status end as status
  from simulated_items
  where not (changes_to = 'gone' and changes_at <= ${moment}) is true`;

export async function findRow(
  pool: pg.Pool,
  kind: ItemKind,
  id: string,
  now: Date,
): Promise<SimulatedRow | undefined> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$3')} and kind = $1 and id = $2`, [kind, id, now]);
  return rows[0];
}

export async function findRowsByName(
  pool: pg.Pool,
  kind: ItemKind,
  name: string,
  now: Date,
): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$3')} and kind = $1 and name = $2`, [
    kind,
    name,
    now,
  ]);
  return rows;
}

export async function listRows(pool: pg.Pool, kind: ItemKind, now: Date): Promise<SimulatedRow[]> {
  const { rows } = await pool.query<SimulatedRow>(`${asOf('$2')} and kind = $1 order by created_at`, [
    kind,
    now,
  ]);
  return rows;
}

/**
 * Removes an item for good if it is gone by now. The last one under a key would have taken the key with it, in the moment in
 * which it went.
 */
export async function sweep(pool: pg.Pool, kind: ItemKind, id: string, now: Date): Promise<void> {
  await pool.query(
    `with gone as (
       delete from simulated_items where kind = $1 and id = $2 and changes_to = 'gone' and changes_at <= $3 returning *
     )
     insert into simulated_erasures (key_id, kind, id, generation, destroyed_at)
     select key_id, kind, id, generation, changes_at from gone
     where key_id is not null and not exists (
       select from simulated_items other
       where other.key_id = gone.key_id and (other.kind, other.id) <> (gone.kind, gone.id)
         and not (other.changes_to = 'gone' and other.changes_at <= gone.changes_at) is true)
     on conflict (key_id) do nothing`,
    [kind, id, now],
  );
}

/** The key that went with an item, if one did. */
export async function findErasure(
  pool: pg.Pool,
  kind: ItemKind,
  id: string,
  generation: string,
): Promise<{ readonly id: KeyId; readonly destroyedAt: Date } | undefined> {
  const { rows } = await pool.query<{ id: KeyId; destroyedAt: Date }>(
    `select key_id as id, destroyed_at as "destroyedAt" from simulated_erasures
     where kind = $1 and id = $2 and generation = $3`,
    [kind, id, generation],
  );
  return rows[0];
}

/** Makes a volume larger. @returns false if it is there no more, or larger already */
export async function growRow(pool: pg.Pool, row: SimulatedRow, sizeGiB: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update simulated_items set spec = jsonb_set(spec, '{sizeGiB}', to_jsonb($4::int))
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting' and (spec ->> 'sizeGiB')::int <= $4`,
    [row.kind, row.id, row.generation, sizeGiB],
  );
  return rowCount === 1;
}

export interface NewRow extends Omit<SimulatedRow, 'size_gib'> {
  readonly spec: object;
  readonly changesAt: Date | null;
  readonly changesTo: string | null;
}

export async function insertRow(pool: pg.Pool, row: NewRow): Promise<void> {
  await pool.query(
    `insert into simulated_items (kind, id, generation, name, status, created_at, changes_at, changes_to, key_id, spec)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.kind,
      row.id,
      row.generation,
      row.name,
      row.status,
      row.created_at,
      row.changesAt,
      row.changesTo,
      row.key_id,
      JSON.stringify(row.spec),
    ],
  );
}

/**
 * Sets what an item is now and what it will become. Matches the generation, so that a namesake is never touched; what is on
 * its way out stays so, whoever else wants something of it at the same moment.
 */
export async function changeRow(
  pool: pg.Pool,
  row: SimulatedRow,
  change: { readonly status: string; readonly changesAt: Date; readonly changesTo: string },
): Promise<void> {
  await pool.query(
    `update simulated_items set status = $4, changes_at = $5, changes_to = $6
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, change.status, change.changesAt, change.changesTo],
  );
}

/** Notes the rules of a port. @returns false when no such port of this generation is there to stay */
export async function changeRules(pool: pg.Pool, row: SimulatedRow, rules: object): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update simulated_items set spec = jsonb_set(spec, '{rules}', $4::jsonb)
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, JSON.stringify(rules)],
  );
  return rowCount === 1;
}

/** Notes what else is to be true of an item that is there to stay. */
export async function changeSpec(pool: pg.Pool, row: SimulatedRow, spec: object): Promise<void> {
  await pool.query(
    `update simulated_items set spec = spec || $4::jsonb
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, JSON.stringify(spec)],
  );
}

/** Keeps a message that was shown, behind those before it. */
export async function addNotice(pool: pg.Pool, row: SimulatedRow, text: string): Promise<void> {
  await pool.query(
    `update simulated_items
     set spec = jsonb_set(spec, '{notices}', coalesce(spec -> 'notices', '[]') || to_jsonb($4::text))
     where kind = $1 and id = $2 and generation = $3`,
    [row.kind, row.id, row.generation, text],
  );
}

/** Puts a server on other ports; it keeps its volumes. */
export async function connectRow(
  pool: pg.Pool,
  row: SimulatedRow,
  ports: readonly ProviderRef[],
): Promise<void> {
  await pool.query(
    `update simulated_items set spec = spec || jsonb_build_object('ports', $4::jsonb, 'uses',
       coalesce((select jsonb_agg(v -> 'id') from jsonb_array_elements(spec -> 'volumes') v), '[]') || $5::jsonb)
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, JSON.stringify(ports), JSON.stringify(ports.map(({ id }) => id))],
  );
}

/** Whether a server begins with this volume as its system disk, from this image. */
export async function isBegunFrom(
  pool: pg.Pool,
  row: SimulatedRow,
  volume: ProviderRef,
  imageId: string,
): Promise<boolean> {
  const { rows } = await pool.query(
    `select from simulated_items where kind = $1 and id = $2 and generation = $3 and spec -> 'volumes' -> 0 ->> 'id' = $4
       and spec ->> 'imageId' = $5`,
    [row.kind, row.id, row.generation, volume.id, imageId],
  );
  return rows.length > 0;
}

/** Puts a volume in the place of the first of a server; it keeps the others and its ports. */
export async function replaceRow(
  pool: pg.Pool,
  row: SimulatedRow,
  volume: ProviderRef,
  imageId: string,
): Promise<void> {
  await pool.query(
    `update simulated_items set spec = spec || jsonb_build_object('imageId', $5::text, 'volumes',
       $4::jsonb || ((spec -> 'volumes') - 0), 'uses', ($4::jsonb -> 0 -> 'id') || ((spec -> 'uses') - 0))
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting'`,
    [row.kind, row.id, row.generation, JSON.stringify([volume]), imageId],
  );
}

/** Gives a server one more volume, behind those that it has. @returns false when it has it already, or is on its way out */
export async function plugRow(pool: pg.Pool, row: SimulatedRow, volume: ProviderRef): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update simulated_items set spec = spec || jsonb_build_object(
       'uses', coalesce(spec -> 'uses', '[]') || to_jsonb($4::text), 'volumes', coalesce(spec -> 'volumes', '[]') || $5::jsonb)
     where kind = $1 and id = $2 and generation = $3 and status <> 'deleting' and not spec -> 'uses' ? $4`,
    [row.kind, row.id, row.generation, volume.id, JSON.stringify([volume])],
  );
  return rowCount === 1;
}

/** Whether a server other than that one is still there and uses this port or volume. */
export async function isUsedByOther(
  pool: pg.Pool,
  item: string,
  server: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await pool.query(
    `${asOf('$3')} and kind = 'server' and spec -> 'uses' ? $1 and id <> $2 limit 1`,
    [item, server, now],
  );
  return rows.length > 0;
}

/** The status of a server that is still there and was built with this port or volume. */
export async function findUser(pool: pg.Pool, id: string, now: Date): Promise<string | undefined> {
  const { rows } = await pool.query<SimulatedRow>(
    `${asOf('$2')} and kind = 'server' and spec -> 'uses' ? $1 limit 1`,
    [id, now],
  );
  return rows[0]?.status;
}

/** Takes a data disk out of the server that was built with it: it uses its system disk, the first one, for ever. */
export async function unplugRow(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(
    `update simulated_items set spec = spec || jsonb_build_object('uses', (spec -> 'uses') - $1::text, 'volumes',
       (select coalesce(jsonb_agg(v order by place), '[]') from jsonb_array_elements(coalesce(spec -> 'volumes', '[]')) with ordinality as e (v, place)
        where v ->> 'id' <> $1))
     where kind = 'server' and spec -> 'uses' ? $1 and spec -> 'uses' ->> 0 <> $1`,
    [id],
  );
}

/** The id of the volume that a snapshot was made of. */
export async function findSource(pool: pg.Pool, snapshot: SimulatedRow): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select spec -> 'volume' ->> 'id' as id from simulated_items where kind = 'snapshot' and id = $1`,
    [snapshot.id],
  );
  return rows[0]?.id;
}

/** What stands for the content of a volume: a text that tests put into it, `content` of its spec. Null: nothing. */
export async function findContent(pool: pg.Pool, volume: string): Promise<string | null> {
  const { rows } = await pool.query<{ content: string | null }>(
    `select spec ->> 'content' as content from simulated_items where kind = 'volume' and id = $1`,
    [volume],
  );
  return rows[0]?.content ?? null;
}

/** Gives a volume that is there to stay the content of a snapshot. @returns whether both were there */
export async function restoreRow(pool: pg.Pool, volume: SimulatedRow, snapshot: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update simulated_items v
     set spec = (v.spec - 'content') || jsonb_strip_nulls(jsonb_build_object('content', s.spec -> 'content'))
     from simulated_items s
     where v.kind = 'volume' and v.id = $1 and v.generation = $2 and v.status <> 'deleting' and s.kind = 'snapshot' and s.id = $3`,
    [volume.id, volume.generation, snapshot],
  );
  return rowCount === 1;
}
