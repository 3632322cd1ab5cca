import { canonicalJson, type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { commitTo, type Opening } from './commitment.js';
import { itemsOf, toFields, toList, toText } from './fields.js';
import { hashLeaf } from './merkle.js';
import { MalformedBundle } from './readBundle.js';
import { checkEnds, type ReceiptEngine, readEngine } from './receiptEnds.js';
import { checkReceiptTimes } from './receiptTimes.js';
import { receiptVersions } from './receiptTypes.js';

/** What a receipt says, in short. */
export interface ReceiptSummary {
  readonly engine: ReceiptEngine;
  readonly desktopId: string;
  /** RFC 3339. */
  readonly acceptedAt: string;
  /** RFC 3339. */
  readonly completedAt: string;
  readonly items: readonly {
    readonly kind: string;
    readonly providerId: string;
    readonly ended: string;
    readonly endedAt: string;
    /** How its absence is known; empty for one that was released. */
    readonly grade: string;
    /** The id of the user who had it let go unseen, and why; empty for one that was not released. */
    readonly releasedBy: string;
    readonly releaseReason: string;
  }[];
  readonly users: readonly { readonly id: string; readonly outcome: string; readonly reason: string }[];
  /** Personal values that the file opens. */
  readonly openings: readonly Opening[];
}

/**
 * Holds a receipt to what was written down when the deletion was accepted: the same desktop, plan and items, each ended in a
 * way that this verifier knows, at times that can be.
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
    throw new MalformedBundle('it is no receipt of a deletion');
  }
  const version = receipt['version'] ?? null;
  if (typeof version !== 'number' || !receiptVersions.includes(version)) {
    const known = receiptVersions.join(' and ');
    throw new MalformedBundle(`version ${canonicalJson(version)} of receipts is unknown; known are ${known}`);
  }
  const accepted = toFields(receipt['accepted'], 'accepted');
  for (const name of ['desktop_id', 'project_id']) {
    if (receipt[name] !== acceptance[name])
      throw new MalformedBundle(`${name} is not that of the acceptance`);
  }
  for (const name of ['plan_digest', 'at', 'request_id', 'job_id', 'actor', 'allowed_by', 'flags']) {
    if (canonicalJson(accepted[name] ?? null) !== canonicalJson(acceptance[name] ?? null))
      throw new MalformedBundle(`accepted.${name} is not that of the acceptance`);
  }
  if (accepted['entry'] !== hashLeaf(acceptanceBytes).toString('hex')) {
    throw new MalformedBundle('the receipt refers to another acceptance');
  }
  const items = itemsOf(receipt);
  checkItems(items, itemsOf(acceptance));
  checkEnds(receipt);
  checkReceiptTimes(receipt);
  checkOpenings(receipt, openings);
  return {
    engine: readEngine(receipt, acceptance),
    desktopId: toText(receipt['desktop_id']),
    acceptedAt: toText(accepted['at']),
    completedAt: toText(receipt['completed_at']),
    items: items.map((item) => ({
      kind: toText(item['kind']),
      providerId: toText(item['provider_id']),
      ended: toText(item['ended']),
      endedAt: toText(item['ended_at']),
      grade: toText(item['absence_grade']),
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

/** What may be told apart: an item that was promised and is not accounted for, and one that nobody promised. */
function checkItems(items: readonly JsonObject[], promised: readonly JsonObject[]): void {
  const done = new Map(items.map((item) => [toText(item['item_id']), item]));
  if (done.size !== items.length) throw new MalformedBundle('an item is listed twice');
  for (const planned of promised) {
    const id = toText(planned['item_id']);
    const item = done.get(id);
    if (item === undefined) {
      throw new MalformedBundle(`the ${toText(planned['kind'])} ${id} of the accepted plan is missing`);
    }
    if (item['kind'] !== planned['kind'] || item['intent'] !== planned['intent']) {
      throw new MalformedBundle(`item ${id} is not what the accepted plan says`);
    }
    for (const name of ['provider_id', 'generation']) {
      // An item in creation may have got its id after the acceptance.
      if (planned[name] !== null && item[name] !== planned[name]) {
        throw new MalformedBundle(`item ${id}: ${name} is not that of the accepted plan`);
      }
    }
  }
  if (items.length !== promised.length)
    throw new MalformedBundle('there is an item that was not in the plan');
}

function checkOpenings(receipt: JsonObject, openings: readonly Opening[]): void {
  const commitments = commitmentsOf(receipt);
  const seen = new Set<string>();
  for (const opening of openings) {
    const place = JSON.stringify([opening.subject, opening.field]);
    if (seen.has(place)) throw new MalformedBundle(`${opening.field} of ${opening.subject} is opened twice`);
    seen.add(place);
    if (commitments.get(place) !== commitTo(opening)) {
      throw new MalformedBundle(`${opening.field} of ${opening.subject} is not what the receipt commits to`);
    }
  }
}

/** Every commitment of a receipt by whom and what it is about. */
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
