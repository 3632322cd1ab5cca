import { createHash } from 'node:crypto';
import { checkpointType, exportFormat, exportType } from '@deskplane/verify/auditTypes.js';
import { canonicalBytes, canonicalJson, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { makeEnvelope } from '@deskplane/verify/envelope.js';
import { openTreeHead } from '@deskplane/verify/treeHead.js';
import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import type { DomainId } from '../../ids.js';
import { proveConsistency, proveInclusion, readHead, type SignedHead } from '../readLog.js';
import { readNodes } from '../readNodes.js';
import { listPublicKeys, type SigningKeys } from '../signingKeys.js';
import { type NodePlace, wholeNodes } from '../treeShape.js';
import { indexAuditEvents } from './indexAuditEvents.js';
import { readExported } from './readExported.js';
import type { ExportQuery } from './schemas.js';

export interface ExportParts {
  readonly database: Database;
  readonly keys: SigningKeys;
}

/** How many entries of the log are read at a time. */
const together = 1_000;

/**
 * An account's audit events as JSON Lines that can be checked without the service: a first line with the log's signed head, a line for
 * every entry of the log in the range (of what is not the account's audit event only the hash), and a signature over all of it.
 * @throws {ApiError} DPL.0404 before anything was sealed; WKS.0001 when `first` is larger than the log
 */
export async function* exportAuditEvents(
  { database, keys }: ExportParts,
  domainId: DomainId,
  query: ExportQuery,
): AsyncGenerator<string, void> {
  const head = requireFound(await readHead(database), 'log head');
  await indexAuditEvents(database);
  const { start, end } = await findRange(database, domainId, query, head.size);
  const digest = createHash('sha256');
  const line = (value: JsonValue): string => {
    const text = `${canonicalJson(value)}\n`;
    digest.update(text);
    return text;
  };
  yield line({
    format: exportFormat,
    account: domainId,
    head: toJson(head.envelope),
    keys: toJson(await listPublicKeys(database)),
    start,
    end,
    before: hex(await readNodes(database, wholeNodes({ start: 0, end: start }))),
    after: await describeRest(database, end, head.size),
    ...(await findCheckpoint(database, head)),
    ...(await proveHistory(database, query.first, head.size)),
  });
  for (let from = start; from < end; from += together) {
    const entries = await readExported(database, domainId, from, Math.min(end, from + together));
    yield entries.map(line).join('');
  }
  const signer = await keys.current(database);
  const log = logOf(head, await listPublicKeys(database));
  const signed = canonicalBytes({ log, size: head.size, start, end, digest: digest.digest('hex') });
  const signature = await signer.sign(exportType, signed);
  yield `${canonicalJson({ end: toJson(makeEnvelope(exportType, signed, signer.keyId, signature)) })}\n`;
}

/** From the first to the last audit event of the account within those times; without times the whole log. */
async function findRange(
  database: Database,
  domainId: DomainId,
  { from, to }: ExportQuery,
  size: number,
): Promise<{ readonly start: number; readonly end: number }> {
  if (from === undefined && to === undefined) return { start: 0, end: size };
  const { rows } = await sql<{ start: string | null; end: string | null }>`
    select min(l.index) as start, max(l.index) + 1 as end
    from audit_events t join log_places(0, ${size}) l using (sequence)
    where t.domain_id = ${domainId}
      and t.recorded_at >= ${new Date(from ?? 0)}
      and (${to === undefined} or t.recorded_at <= ${new Date(to ?? 0)})`.execute(database);
  return { start: Number(rows[0]?.start ?? size), end: Number(rows[0]?.end ?? size) };
}

/** The whole subtrees behind the range, from left to right. */
async function describeRest(database: Database, end: number, size: number): Promise<JsonValue> {
  const places: NodePlace[] = [];
  for (let from = end; from < size; ) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= size) level += 1;
    places.push({ level, position: from / 2 ** level });
    from += 2 ** level;
  }
  const hashes = await readNodes(database, places);
  return places.map(({ level }, place) => ({ level, hash: hashes[place]?.toString('hex') ?? '' }));
}

interface CheckpointRow {
  readonly index: string;
  readonly key_id: string | null;
  readonly signature: Buffer | null;
  readonly payload: Buffer;
}

/** The newest checkpoint that is in the log: the only thing that excuses an audit event's absence. */
async function findCheckpoint(
  database: Database,
  head: SignedHead,
): Promise<{ readonly checkpoint?: JsonValue }> {
  const { rows } = await sql<CheckpointRow>`
    select place.*, e.payload
    from log_checkpoints c join log_entries e using (sequence) cross join lateral log_place(c.sequence) place
    where place.index < ${head.size} order by c.upto desc limit 1`.execute(database);
  const [row] = rows;
  if (row === undefined || row.key_id === null || row.signature === null) return {};
  const index = Number(row.index);
  const envelope = makeEnvelope(checkpointType, row.payload, row.key_id, row.signature);
  const path = hex(await proveInclusion(database, index, head.size));
  return { checkpoint: { index, path, envelope: toJson(envelope) } };
}

async function proveHistory(
  database: Database,
  first: number | undefined,
  size: number,
): Promise<{ readonly consistency?: JsonValue }> {
  if (first === undefined || first === 0) return {};
  if (first > size)
    throw new ApiError('WKS.0001', [
      { en: `first is larger than the log, which has ${size}`, zh: `first超出日志的条目数${size}` },
    ]);
  return { consistency: { first, path: hex(await proveConsistency(database, first, size)) } };
}

function logOf(head: SignedHead, keys: Awaited<ReturnType<typeof listPublicKeys>>): string {
  const raw = new Map(keys.map((key) => [key.kid, Buffer.from(key.x, 'base64url')]));
  const opened = openTreeHead(head.envelope, raw);
  if ('fault' in opened) throw new Error(`The log's own head cannot be opened: ${opened.fault}.`);
  return opened.head.log;
}

const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

function toJson(value: object): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  return json;
}
