import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { makeEnvelope } from '@deskplane/verify/envelope.js';
import { describeTreeHead, treeHeadType } from '@deskplane/verify/treeHead.js';
import { sql } from 'kysely';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database, Transaction } from '../database/connect.js';
import { momentAfter } from '../database/moment.js';
import { logEntryKinds } from '../database/schema/logSchema.js';
import { hashedBytes, signedTypes } from './logEntry.js';
import { type LogPlace, logStart } from './logPlace.js';
import { type NewEntry, readGaps, readNewEntries, writeGaps } from './readNewEntries.js';
import { lowestStored, readNodes } from './readNodes.js';
import type { Signer, SigningKeys } from './signingKeys.js';
import { foldNodes, growTree, type PlacedNode, wholeNodes } from './treeShape.js';

export interface SealParts {
  readonly database: Database;
  readonly keys: SigningKeys;
}

/** The log in the database is not the one that was signed last: something outside the service changed it. */
export class DamagedLog extends Error {
  override readonly name = 'DamagedLog';
}

/** Most entries of one round: bounds the memory and the length of the transaction. */
export const maxEntries = 2_000;
/** As the table of tiles has it: a part of one is read at a time, and the tile of an entry is looked for within this range. */
const maxLeaves = 256;
const maxRange = 1_024;

/** Those that are signed, and the one besides whose hash the database cannot check. */
const readKinds = logEntryKinds.filter((kind) => signedTypes[kind] !== undefined || kind === 'acceptance');

/**
 * Gives committed entries their places in the tree, in the order in which they were written, signs those that are handed out
 * by themselves, and signs the new head: all in one transaction, so that a crash leaves everything as it was before.
 * @returns how many were sealed; undefined while another replica is at it
 * @throws {DamagedLog} when the tree is not what the last head says
 */
export async function sealLog({ database, keys }: SealParts): Promise<number | undefined> {
  // At rest that is all there is to do.
  const { rows: unsealed } = await sql`select from log_unsealed limit 1`.execute(database);
  if (unsealed.length === 0) return 0;
  return database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_xact_lock(${advisoryLocks.sealing}) as mine`.execute(transaction);
    if (rows[0]?.mine !== true) return undefined;
    const last = await readLast(transaction);
    const { entries, place } = await readNewEntries(transaction, last.place, readKinds, maxEntries);
    if (entries.length === 0) return 0;
    const signer = await keys.current(transaction);
    let edge: readonly Buffer[] = await readEdge(transaction, last);
    let { size } = last;
    for (const leaves of cutIntoTiles(entries)) {
      const grown = growTree(
        edge,
        size,
        leaves.map(({ leafHash }) => leafHash),
      );
      await writeTile(transaction, size, leaves, grown.nodes, signer);
      size += leaves.length;
      edge = grown.edge;
    }
    await writeHead(transaction, { size, root: foldNodes(edge), place }, signer);
    return entries.length;
  });
}

interface LastHead {
  readonly size: number;
  /** Undefined before anything was sealed. */
  readonly root: Buffer | undefined;
  readonly place: LogPlace;
}

async function readLast(transaction: Transaction): Promise<LastHead> {
  const head = await transaction
    .selectFrom('log_heads')
    .select(['size', 'root', 'next', 'gaps'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (head === undefined) return { size: 0, root: undefined, place: logStart };
  return {
    size: Number(head.size),
    root: head.root,
    place: { next: Number(head.next), gaps: readGaps(head.gaps) },
  };
}

/** The right edge of the tree, held to the last head: a log that was tampered with is not signed any further. */
async function readEdge(transaction: Transaction, { size, root }: LastHead): Promise<Buffer[]> {
  const { rows } = await sql<{ count: string }>`
    select first + cardinality(sequences) as count from log_tiles order by first desc limit 1`.execute(
    transaction,
  );
  const count = Number(rows[0]?.count ?? 0);
  if (size !== count) {
    throw new DamagedLog(`The log holds ${count} entries, but its last signed head says ${size}.`);
  }
  const edge = await readNodes(transaction, wholeNodes({ start: 0, end: size }));
  if (root !== undefined && !foldNodes(edge).equals(root)) {
    throw new DamagedLog(`The tree over the log's ${size} entries is not the one in its last signed head.`);
  }
  return edge;
}

/** What was written late stands far before the others, and comes into a tile of its own. */
function cutIntoTiles(entries: readonly NewEntry[]): NewEntry[][] {
  const tiles: NewEntry[][] = [];
  for (const entry of entries) {
    const tile = tiles.at(-1);
    const from = tile?.[0]?.sequence;
    if (
      tile === undefined ||
      from === undefined ||
      tile.length >= maxLeaves ||
      entry.sequence - from >= maxRange
    )
      tiles.push([entry]);
    else tile.push(entry);
  }
  return tiles;
}

/** @throws {DamagedLog} when they are not what the hash is of */
function readBytes({ sequence, payload, leafHash }: NewEntry): Buffer | undefined {
  if (payload === null) return undefined;
  try {
    const bytes = hashedBytes({ payload, leafHash });
    if (bytes !== undefined) return bytes;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new DamagedLog(`The entry ${sequence} of the log is not what its hash says.`);
}

async function writeTile(
  transaction: Transaction,
  first: number,
  leaves: readonly NewEntry[],
  nodes: readonly PlacedNode[],
  signer: Signer,
): Promise<void> {
  const signing = leaves.flatMap((entry, place) => {
    const bytes = readBytes(entry);
    const type = signedTypes[entry.kind];
    return type === undefined || bytes === undefined ? [] : [{ place, signature: signer.sign(type, bytes) }];
  });
  const signatures = await Promise.all(signing.map(({ signature }) => signature));
  await transaction
    .insertInto('log_tiles')
    .values({
      first,
      sequences: leaves.map(({ sequence }) => sequence),
      leaf_hashes: Buffer.concat(leaves.map(({ leafHash }) => leafHash)),
      signed: signing.map(({ place }) => place),
      key_id: signing.length === 0 ? null : signer.keyId,
      signatures: Buffer.concat(signatures),
      nodes: Buffer.concat(nodes.filter(({ level }) => level >= lowestStored).map(({ hash }) => hash)),
    })
    .execute();
}

/** As every time in a receipt's file: by the database's clock, and never back. */
const moment = momentAfter('(select signed_at from log_heads order by size desc limit 1)');

async function writeHead(
  transaction: Transaction,
  { size, root, place }: LastHead & { readonly root: Buffer },
  signer: Signer,
): Promise<void> {
  const { log, now } = await transaction
    .selectFrom('log_identity')
    .select(['id as log', sql<Date>`${sql.raw(moment)}`.as('now')])
    .executeTakeFirstOrThrow();
  const payload = canonicalBytes(describeTreeHead({ log, size, root, time: now.toISOString() }));
  const signature = await signer.sign(treeHeadType, payload);
  await transaction
    .insertInto('log_heads')
    .values({
      size,
      root,
      envelope: JSON.stringify(makeEnvelope(treeHeadType, payload, signer.keyId, signature)),
      signed_at: now,
      next: place.next,
      gaps: writeGaps(place.gaps),
    })
    .execute();
}
