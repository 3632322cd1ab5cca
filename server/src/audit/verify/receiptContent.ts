import { type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { commitTo, type Opening } from './commitment.js';
import { hashLeaf } from './merkle.js';
import { MalformedBundle } from './readBundle.js';

/** What a receipt says, in short. */
export interface ReceiptSummary {
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
  }[];
  readonly users: readonly { readonly id: string; readonly outcome: string; readonly reason: string }[];
  /** Personal values that the file opens. */
  readonly openings: readonly Opening[];
}

/**
 * Holds a receipt to what was written down when the deletion was accepted: the same desktop, plan and items, each ended.
 * @throws {MalformedBundle}
 */
export function checkContent(
  receiptBytes: Buffer,
  acceptanceBytes: Buffer,
  openings: readonly Opening[],
): ReceiptSummary {
  const receipt = toObject(parseCanonical(receiptBytes), 'the receipt');
  const acceptance = toObject(parseCanonical(acceptanceBytes), 'the acceptance');
  const accepted = toObject(receipt['accepted'], 'accepted');
  for (const name of ['desktop_id', 'project_id']) {
    if (receipt[name] !== acceptance[name])
      throw new MalformedBundle(`${name} is not that of the acceptance`);
  }
  if (receipt['type'] !== 'deletion-receipt' || acceptance['type'] !== 'acceptance') {
    throw new MalformedBundle('it is no receipt of a deletion');
  }
  if (accepted['plan_digest'] !== acceptance['plan_digest']) {
    throw new MalformedBundle('the plan is not the accepted one');
  }
  if (accepted['entry'] !== hashLeaf(acceptanceBytes).toString('hex')) {
    throw new MalformedBundle('the receipt refers to another acceptance');
  }
  const items = toList(receipt['items'], 'items').map((item) => toObject(item, 'an item'));
  checkItems(items, toList(acceptance['items'], 'items'));
  checkOpenings(receipt, openings);
  return {
    desktopId: toText(receipt['desktop_id']),
    acceptedAt: toText(accepted['at']),
    completedAt: toText(receipt['completed_at']),
    items: items.map((item) => ({
      kind: toText(item['kind']),
      providerId: toText(item['provider_id']),
      ended: toText(item['ended']),
      endedAt: toText(item['ended_at']),
      grade: toText(item['absence_grade']),
    })),
    users: toList(receipt['users'], 'users')
      .map((user) => toObject(user, 'a user'))
      .map((user) => ({
        id: toText(user['user_id']),
        outcome: toText(user['outcome']),
        reason: toText(user['reason']),
      })),
    openings,
  };
}

/** What may be told apart: an item that was promised and is not accounted for, and one that nobody promised. */
function checkItems(items: readonly JsonObject[], promised: readonly JsonValue[]): void {
  const done = new Map(items.map((item) => [toText(item['item_id']), item]));
  if (done.size !== items.length) throw new MalformedBundle('an item is listed twice');
  for (const each of promised) {
    const planned = toObject(each, 'an item');
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
    if (toText(item['ended']) === '' || toText(item['ended_at']) === '') {
      throw new MalformedBundle(`item ${id} has not ended`);
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
  const actor = toObject(toObject(receipt['accepted'], 'accepted')['actor'], 'actor');
  const users = toList(receipt['users'], 'users').map((user) => toObject(user, 'a user'));
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

function toObject(value: JsonValue | undefined, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) {
    throw new MalformedBundle(`${what} is not there, or not in canonical form`);
  }
  return value;
}

function toList(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (value === undefined || !isList(value)) throw new MalformedBundle(`there is no list of ${what}`);
  return value;
}

function toText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
