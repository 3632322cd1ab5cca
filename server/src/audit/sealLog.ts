import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { makeEnvelope } from '@deskplane/verify/envelope.js';
import { describeTreeHead, treeHeadType } from '@deskplane/verify/treeHead.js';
import { type Selectable, sql } from 'kysely';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database, Transaction } from '../database/connect.js';
import { momentAfter } from '../database/moment.js';
import type { Schema } from '../database/schema.js';
import { signedTypes } from './logEntry.js';
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

interface QueuedEntry {
  readonly leaf_hash: Buffer;
  readonly kind: Selectable<Schema['log_entries']>['kind'];
  /** Only of kinds that are signed. */
  readonly payload: Buffer | null;
}

/**
 * Gives committed entries their places in the tree, in the order in which they were written, signs those that are handed out
 * by themselves, and signs the new head: all in one transaction, so that a crash leaves everything as it was before.
 * @returns how many were sealed; undefined while another replica is at it
 * @throws {DamagedLog} when the tree is not what the last head says
 */
export async function sealLog({ database, keys }: SealParts): Promise<number | undefined> {
  return database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_xact_lock(${advisoryLocks.sealing}) as mine`.execute(transaction);
    if (rows[0]?.mine !== true) return undefined;
    const entries = await takeQueued(transaction);
    if (entries.length === 0) return 0;
    const signer = await keys.current(transaction);
    const { size, edge } = await readEdge(transaction);
    const grown = growTree(
      edge,
      size,
      entries.map((entry) => entry.leaf_hash),
    );
    await writeLeaves(transaction, size, entries, signer);
    await writeNodes(
      transaction,
      grown.nodes.filter(({ level }) => level >= lowestStored),
    );
    await writeHead(transaction, size + entries.length, foldNodes(grown.edge), signer);
    return entries.length;
  });
}

async function takeQueued(transaction: Transaction): Promise<QueuedEntry[]> {
  const { rows } = await sql<QueuedEntry>`
    with taken as (
      delete from log_queue where (queued_at, leaf_hash) in (
        select queued_at, leaf_hash from log_queue order by queued_at, leaf_hash limit ${maxEntries}
      )
      returning queued_at, leaf_hash
    )
    select e.leaf_hash, e.kind, case when e.kind = any(${Object.keys(signedTypes)}) then e.payload end as payload
    from taken join log_entries e using (leaf_hash)
    order by taken.queued_at, e.leaf_hash`.execute(transaction);
  return rows;
}

/** The right edge of the tree, held to the last head: a log that was tampered with is not signed any further. */
async function readEdge(transaction: Transaction): Promise<{ size: number; edge: Buffer[] }> {
  const head = await transaction
    .selectFrom('log_heads')
    .select(['size', 'root'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  const last = await transaction
    .selectFrom('log_leaves')
    .select('index')
    .orderBy('index', 'desc')
    .limit(1)
    .executeTakeFirst();
  const size = Number(head?.size ?? 0);
  const count = last === undefined ? 0 : Number(last.index) + 1;
  if (size !== count) {
    throw new DamagedLog(`The log holds ${count} entries, but its last signed head says ${size}.`);
  }
  const edge = await readNodes(transaction, wholeNodes({ start: 0, end: size }));
  if (head !== undefined && !foldNodes(edge).equals(head.root)) {
    throw new DamagedLog(`The tree over the log's ${size} entries is not the one in its last signed head.`);
  }
  return { size, edge };
}

async function writeLeaves(
  transaction: Transaction,
  size: number,
  entries: readonly QueuedEntry[],
  signer: Signer,
): Promise<void> {
  const signatures = await Promise.all(
    entries.map(async ({ kind, payload }) => {
      const type = signedTypes[kind];
      return type === undefined || payload === null ? null : signer.sign(type, payload);
    }),
  );
  const hashes = entries.map((entry) => entry.leaf_hash);
  await sql`
    insert into log_leaves (index, leaf_hash, key_id, signature)
    select ${size}::bigint + place - 1, leaf_hash, case when signature is not null then ${signer.keyId} end, signature
    from unnest(${hashes}::bytea[], ${signatures}::bytea[]) with ordinality as leaf (leaf_hash, signature, place)`.execute(
    transaction,
  );
}

async function writeNodes(transaction: Transaction, nodes: readonly PlacedNode[]): Promise<void> {
  await sql`
    insert into log_nodes (level, position, hash)
    select * from unnest(${nodes.map((node) => node.level)}::smallint[],
      ${nodes.map((node) => node.position)}::bigint[], ${nodes.map((node) => node.hash)}::bytea[])`.execute(
    transaction,
  );
}

/** As every time in a receipt's file: by the database's clock, and never back. */
const moment = momentAfter('(select signed_at from log_heads order by size desc limit 1)');

async function writeHead(
  transaction: Transaction,
  size: number,
  root: Buffer,
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
    })
    .execute();
}
