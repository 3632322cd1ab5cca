import { canonicalJson, type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { commitTo, type Opening } from './commitment.js';
import { itemsOf, toFields, toList, toText } from './fields.js';
import { hashLeaf } from './merkle.js';
import { MalformedBundle } from './readBundle.js';
import { readClockAhead } from './receiptClock.js';
import { checkEnds, type ReceiptEngine, readEngine } from './receiptEnds.js';
import { checkKeys, type ReceiptKey, readKeyOf } from './receiptKeys.js';
import { checkReceiptTimes } from './receiptTimes.js';
import { diskVersion, receiptVersions, snapshotVersion } from './receiptTypes.js';

/** A summary of a receipt. */
export interface ReceiptSummary {
  readonly engine: ReceiptEngine;
  /** How far tests had moved the service's clock ahead, in seconds; left out: not at all. */
  readonly clockAheadSeconds?: number;
  readonly desktopId: string;
  /** The disk that went without its desktop; left out: the desktop went. */
  readonly volumeId?: string;
  /** The snapshot that went alone; left out: none did. */
  readonly snapshotId?: string;
  /** RFC 3339. */
  readonly acceptedAt: string;
  /** RFC 3339. */
  readonly completedAt: string;
  readonly items: readonly {
    readonly kind: string;
    readonly itemId: string;
    readonly providerId: string;
    readonly ended: string;
    readonly endedAt: string;
    /** How its absence is known; empty if it was released. */
    readonly grade: string;
    readonly key: ReceiptKey;
    /** The id of the user who released it, and why; empty if it was not released. */
    readonly releasedBy: string;
    readonly releaseReason: string;
  }[];
  readonly users: readonly { readonly id: string; readonly outcome: string; readonly reason: string }[];
  /** Personal values opened in the file. */
  readonly openings: readonly Opening[];
}

/**
 * Checks a receipt against the acceptance: the same desktop, plan and items, each with a known end, at possible times.
 * @throws {MalformedBundle}
 */
export function checkContent(
  receiptBytes: Buffer,
  acceptanceBytes: Buffer,
  openings: readonly Opening[],
): ReceiptSummary {
  const receipt = toFields(parseCanonical(receiptBytes), 'the receipt');
  const acceptance = toFields(parseCanonical(acceptanceBytes), 'the acceptance');
  if (receipt['type'] !== 'deletion-receipt' || acceptance['type'] !== 'acceptance') {
    throw new MalformedBundle('it is not a deletion receipt');
  }
  const version = receipt['version'] ?? null;
  if (typeof version !== 'number' || !receiptVersions.includes(version)) {
    const known = `${receiptVersions.slice(0, -1).join(', ')} and ${receiptVersions.at(-1)}`;
    throw new MalformedBundle(
      `version ${canonicalJson(version)} of receipts is unknown; this verifier knows ${known}`,
    );
  }
  const accepted = toFields(receipt['accepted'], 'accepted');
  for (const name of ['desktop_id', 'volume_id', 'snapshot_id', 'project_id']) {
    if (receipt[name] !== acceptance[name]) throw new MalformedBundle(`${name} differs from the acceptance`);
  }
  for (const name of ['plan_digest', 'at', 'request_id', 'job_id', 'actor', 'allowed_by', 'flags']) {
    if (canonicalJson(accepted[name] ?? null) !== canonicalJson(acceptance[name] ?? null))
      throw new MalformedBundle(`accepted.${name} differs from the acceptance`);
  }
  if (accepted['entry'] !== hashLeaf(acceptanceBytes).toString('hex')) {
    throw new MalformedBundle('the receipt refers to another acceptance');
  }
  const items = itemsOf(receipt);
  const volumeId = readVolumeId(receipt, items);
  const snapshotId = readSnapshotId(receipt, items);
  checkItems(items, itemsOf(acceptance));
  checkEnds(receipt);
  checkReceiptTimes(receipt);
  checkKeys(receipt, acceptance);
  checkOpenings(receipt, openings);
  const engine = readEngine(receipt, acceptance);
  const clockAheadSeconds = readClockAhead(receipt, engine);
  return {
    engine,
    ...(clockAheadSeconds === 0 ? {} : { clockAheadSeconds }),
    desktopId: toText(receipt['desktop_id']),
    ...(volumeId === undefined ? {} : { volumeId }),
    ...(snapshotId === undefined ? {} : { snapshotId }),
    acceptedAt: toText(accepted['at']),
    completedAt: toText(receipt['completed_at']),
    items: items.map((item) => ({
      kind: toText(item['kind']),
      itemId: toText(item['item_id']),
      providerId: toText(item['provider_id']),
      ended: toText(item['ended']),
      endedAt: toText(item['ended_at']),
      grade: toText(item['absence_grade']),
      key: readKeyOf(item),
      releasedBy: toText(item['released_by']),
      releaseReason: toText(item['release_reason']),
    })),
    users: toList(receipt['users'], 'users')
      .map((user) => toFields(user, 'a user'))
      .map((user) => ({
        id: toText(user['user_id']),
        outcome: toText(user['outcome']),
        reason: toText(user['reason']),
      })),
    openings,
  };
}

/**
 * A receipt of version 3 is about one disk and what hangs on it; any other is about a desktop.
 * @throws {MalformedBundle}
 */
function readVolumeId(receipt: JsonObject, items: readonly JsonObject[]): string | undefined {
  const volumeId = receipt['volume_id'];
  if (receipt['version'] !== diskVersion) {
    if (volumeId !== undefined) throw new MalformedBundle('only a receipt of version 3 is about a disk');
    return undefined;
  }
  const id = toText(volumeId);
  const disks = items.filter((item) => item['kind'] !== 'snapshot');
  if (
    id === '' ||
    disks.length !== 1 ||
    disks.some((item) => item['kind'] !== 'volume' || item['item_id'] !== id)
  )
    throw new MalformedBundle('the receipt of a disk must be about that disk and its snapshots only');
  return id;
}

/**
 * A receipt of version 4 is about one snapshot and nothing else.
 * @throws {MalformedBundle}
 */
function readSnapshotId(receipt: JsonObject, items: readonly JsonObject[]): string | undefined {
  const snapshotId = receipt['snapshot_id'];
  if (receipt['version'] !== snapshotVersion) {
    if (snapshotId !== undefined)
      throw new MalformedBundle('only a receipt of version 4 is about a snapshot');
    return undefined;
  }
  const id = toText(snapshotId);
  const [item] = items;
  if (id === '' || items.length !== 1 || item?.['kind'] !== 'snapshot' || item['item_id'] !== id)
    throw new MalformedBundle('the receipt of a snapshot must be about that snapshot only');
  return id;
}

/** The receipt must hold exactly the items of the accepted plan. */
function checkItems(items: readonly JsonObject[], plannedItems: readonly JsonObject[]): void {
  const done = new Map(items.map((item) => [toText(item['item_id']), item]));
  if (done.size !== items.length) throw new MalformedBundle('an item is listed twice');
  for (const planned of plannedItems) {
    const id = toText(planned['item_id']);
    const item = done.get(id);
    if (item === undefined) {
      throw new MalformedBundle(`the ${toText(planned['kind'])} ${id} of the accepted plan is missing`);
    }
    if (item['kind'] !== planned['kind'] || item['intent'] !== planned['intent']) {
      throw new MalformedBundle(`item ${id} differs from the accepted plan`);
    }
    for (const name of ['provider_id', 'generation']) {
      // An item that was being created may have received its id after the acceptance.
      if (planned[name] !== null && item[name] !== planned[name]) {
        throw new MalformedBundle(`item ${id}: ${name} differs from the accepted plan`);
      }
    }
  }
  if (items.length !== plannedItems.length) throw new MalformedBundle('an item is not in the accepted plan');
}

function checkOpenings(receipt: JsonObject, openings: readonly Opening[]): void {
  const commitments = commitmentsOf(receipt);
  const seen = new Set<string>();
  for (const opening of openings) {
    const place = JSON.stringify([opening.subject, opening.field]);
    if (seen.has(place)) throw new MalformedBundle(`${opening.field} of ${opening.subject} is opened twice`);
    seen.add(place);
    if (commitments.get(place) !== commitTo(opening)) {
      throw new MalformedBundle(`${opening.field} of ${opening.subject} does not match its commitment`);
    }
  }
}

/** The commitments of a receipt by subject and field. */
function commitmentsOf(receipt: JsonObject): ReadonlyMap<string, JsonValue | undefined> {
  const actor = toFields(toFields(receipt['accepted'], 'accepted')['actor'], 'actor');
  const users = toList(receipt['users'], 'users').map((user) => toFields(user, 'a user'));
  return new Map([
    [JSON.stringify(['desktop', 'computer_name']), receipt['computer_name']],
    [JSON.stringify(['actor', 'name']), actor['name']],
    ...users.flatMap((user) =>
      ['name', 'email'].map(
        (field) => [JSON.stringify([`user:${toText(user['user_id'])}`, field]), user[field]] as const,
      ),
    ),
  ]);
}
