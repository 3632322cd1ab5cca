import { canonicalJson, type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { toFields, toText } from './fields.js';
import { hashLeaf } from './merkle.js';
import { MalformedBundle } from './readBundle.js';
import type { ReceiptEngine } from './receiptEnds.js';
import { readKey } from './receiptKeys.js';
import { demandOrder, demandTime } from './receiptTimes.js';
import { restoreVersions } from './restoreTypes.js';

/** A summary of what came of putting a disk back to a snapshot. */
export interface RestoreSummary {
  readonly engine: ReceiptEngine;
  readonly projectId: string;
  readonly desktopId: string;
  readonly volumeId: string;
  readonly snapshotId: string;
  readonly jobId: string;
  /** The IAM user who asked for it, by ID. */
  readonly askedBy: string;
  /** RFC 3339. */
  readonly acceptedAt: string;
  /** When the snapshot was made; RFC 3339. */
  readonly snapshotAt: string;
  /** RFC 3339. */
  readonly endedAt: string;
  /** `failed`: the disk may hold either. */
  readonly outcome: 'restored' | 'failed';
  /** Empty unless it failed. */
  readonly errorCode: string;
  /** The key that the disk still has; empty where it is not encrypted. */
  readonly keyId: string;
}

const idFields = ['project_id', 'desktop_id', 'volume_id', 'snapshot_id', 'job_id'] as const;
/** What the engine is told to know a disk or a snapshot by. */
const partFields = ['volume', 'snapshot'] as const;

/** What the disk is said to hold, by outcome. */
const contents = { restored: 'as-in-the-snapshot', failed: 'as-before-or-as-in-the-snapshot' } as const;

/**
 * Checks what came of a restore against the request for it: the same disk, snapshot and job, and no more said than the engine answered.
 * @throws {MalformedBundle}
 */
export function checkRestore(receiptBytes: Buffer, acceptanceBytes: Buffer): RestoreSummary {
  const receipt = toFields(parseCanonical(receiptBytes), 'the receipt');
  const acceptance = toFields(parseCanonical(acceptanceBytes), 'the acceptance');
  if (receipt['type'] !== 'restore-receipt' || acceptance['type'] !== 'restore')
    throw new MalformedBundle('it is not about a restore');
  for (const { version } of [receipt, acceptance])
    if (typeof version !== 'number' || !restoreVersions.includes(version))
      throw new MalformedBundle(`version ${JSON.stringify(version)} of restores is unknown`);
  const accepted = toFields(receipt['accepted'], 'accepted');
  if (accepted['entry'] !== hashLeaf(acceptanceBytes).toString('hex'))
    throw new MalformedBundle('the receipt refers to another acceptance');
  if (accepted['at'] !== acceptance['at'])
    throw new MalformedBundle('accepted.at differs from the acceptance');
  for (const name of [...idFields, ...partFields])
    if (textOf(receipt[name]) !== textOf(acceptance[name]))
      throw new MalformedBundle(`${name} differs from the acceptance`);
  // What both are silent about is about nothing.
  for (const name of idFields) demandText(receipt[name], name);
  for (const name of partFields)
    for (const field of ['provider_id', 'generation'])
      demandText(toFields(receipt[name], name)[field], `${name}.${field}`);
  const actor = toFields(acceptance['actor'], 'actor');
  demandText(actor['user_id'], 'actor.user_id');
  const snapshotAt = toFields(receipt['snapshot'], 'snapshot')['created_at'];
  demandOrder([
    demandTime(['snapshot.created_at', snapshotAt]),
    demandTime(['accepted.at', accepted['at']]),
    demandTime(['ended_at', receipt['ended_at']]),
  ]);
  return {
    engine: readEngine(receipt, acceptance),
    projectId: toText(receipt['project_id']),
    desktopId: toText(receipt['desktop_id']),
    volumeId: toText(receipt['volume_id']),
    snapshotId: toText(receipt['snapshot_id']),
    jobId: toText(receipt['job_id']),
    askedBy: toText(actor['user_id']),
    acceptedAt: toText(accepted['at']),
    snapshotAt: toText(snapshotAt),
    endedAt: toText(receipt['ended_at']),
    keyId: readKeyId(receipt, acceptance),
    ...readOutcome(receipt),
  };
}

function demandText(value: JsonValue | undefined, name: string): void {
  if (toText(value) === '') throw new MalformedBundle(`${name} is not text`);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

function readEngine(receipt: JsonObject, acceptance: JsonObject): ReceiptEngine {
  const { name, simulated } = toFields(receipt['engine'], 'engine');
  if (typeof name !== 'string' || name === '' || typeof simulated !== 'boolean')
    throw new MalformedBundle('engine must have a name, and say whether it is simulated');
  if (name !== acceptance['engine'] || simulated !== (name === 'simulated'))
    throw new MalformedBundle('engine is not the one that accepted the restore');
  return { name, simulated };
}

/** Nothing is destroyed by a restore, so a statement that says so is refused. */
function readKeyId(receipt: JsonObject, acceptance: JsonObject): string {
  const { key } = receipt;
  if (key === undefined) throw new MalformedBundle('key is missing');
  const { id, destroyedAt } = readKey(key, 'the disk');
  if ((key === null ? null : id) !== acceptance['key_id'])
    throw new MalformedBundle('key differs from the acceptance');
  if (destroyedAt !== '') throw new MalformedBundle('a restore destroys no key');
  return id;
}

function readOutcome(receipt: JsonObject): Pick<RestoreSummary, 'outcome' | 'errorCode'> {
  const { outcome, content, seen, error_code: code } = receipt;
  const errorCode = toText(code);
  if (outcome !== 'restored' && outcome !== 'failed')
    throw new MalformedBundle(`the outcome ${JSON.stringify(outcome)} of a restore is unknown`);
  const tells = outcome === 'failed' ? errorCode !== '' : code === null;
  if (content !== contents[outcome] || !tells)
    throw new MalformedBundle('content and error_code do not fit the outcome of the restore');
  if (seen !== 'answer-of-the-engine')
    throw new MalformedBundle('a restore is known by the answer of the engine only');
  return { outcome, errorCode };
}
