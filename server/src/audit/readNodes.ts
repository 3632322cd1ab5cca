import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import {
  foldNodes,
  foldWhole,
  type LeafRange,
  leavesBelow,
  type NodePlace,
  wholeNodes,
} from './treeShape.js';

/** The level of the lowest nodes that are stored; those below, three quarters of all, are put together from a few leaves. */
export const lowestStored = 3;

/**
 * The hashes of nodes, in the order asked for.
 * @throws when one is missing: the tree was damaged
 */
export async function readNodes(database: Kysely<Schema>, places: readonly NodePlace[]): Promise<Buffer[]> {
  if (places.length === 0) return [];
  const wanted = places.flatMap((place) => (isStored(place) ? [place] : leavesBelow(place)));
  // A node is in the tile of the leaf that completes it.
  const { rows } = await sql<{ level: number; position: string; hash: Buffer }>`
    select w.level, w.position,
      case when w.level = 0 then substring(t.leaf_hashes from (32 * (w.leaf - t.first))::int + 1 for 32)
        else substring(t.nodes from
          (32 * (log_nodes_before(w.leaf) - log_nodes_before(t.first) + w.level - ${lowestStored}))::int + 1 for 32)
      end as hash
    from (
      select level, position, ((position + 1) << level) - 1 as leaf
      from unnest(${wanted.map((place) => place.level)}::int[], ${wanted.map((place) => place.position)}::bigint[])
        as place (level, position)
    ) w
    cross join lateral (select * from log_tiles where first <= w.leaf order by first desc limit 1) t`.execute(
    database,
  );
  const found = new Map(rows.map((row) => [`${row.level}/${row.position}`, row.hash]));
  const read = ({ level, position }: NodePlace): Buffer => {
    const hash = found.get(`${level}/${position}`);
    if (hash?.length !== 32) throw new Error(`The log lacks node ${position} of level ${level}.`);
    return hash;
  };
  return places.map((place) =>
    isStored(place) ? read(place) : foldWhole(leavesBelow(place).map((leaf) => read(leaf))),
  );
}

const isStored = ({ level }: NodePlace): boolean => level === 0 || level >= lowestStored;

/** The roots over ranges of leaves: what proofs are made of. */
export async function readRoots(database: Kysely<Schema>, ranges: readonly LeafRange[]): Promise<Buffer[]> {
  const parts = ranges.map((range) => wholeNodes(range));
  const hashes = await readNodes(database, parts.flat());
  let read = 0;
  return parts.map((part) => {
    read += part.length;
    return foldNodes(hashes.slice(read - part.length, read));
  });
}
