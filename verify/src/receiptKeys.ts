import type { JsonObject, JsonValue } from './canonicalJson.js';
import { itemsOf, toFields, toText } from './fields.js';
import { MalformedBundle } from './readBundle.js';
import { demandOrder } from './receiptTimes.js';

/** The kinds of items that hold data. */
const withData: ReadonlySet<string> = new Set(['volume', 'snapshot']);
const keyForm = /^[0-9a-f]{32}$/;

/** What a receipt tells of the encryption of an item. */
export interface ReceiptKey {
  /** `not-told`: it holds no data, or the service that wrote the receipt did not tell. */
  readonly encrypted: 'yes' | 'no' | 'not-told';
  /** Empty where it is not encrypted. */
  readonly id: string;
  /** RFC 3339; empty: nobody saw the key destroyed. */
  readonly destroyedAt: string;
}

/**
 * Reads the key of an item.
 * @throws {MalformedBundle} when an item has a key that can have none, or its form is wrong
 */
export function readKeyOf(item: JsonObject): ReceiptKey {
  const at = `item ${toText(item['item_id'])}`;
  const { key } = item;
  if (key === undefined) return { encrypted: 'not-told', id: '', destroyedAt: '' };
  if (!withData.has(toText(item['kind'])))
    throw new MalformedBundle(`${at}: a ${toText(item['kind'])} has no key`);
  return readKey(key, at);
}

/**
 * Reads what a statement says of the key of a disk or snapshot.
 * @param at what it is about, in words
 * @throws {MalformedBundle}
 */
export function readKey(key: JsonValue, at: string): ReceiptKey {
  if (key === null) return { encrypted: 'no', id: '', destroyedAt: '' };
  const { id, destroyed_at: destroyedAt, ...more } = toFields(key, `the key of ${at}`);
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new MalformedBundle(`${at}: its key has an unknown field "${unknown}"`);
  if (typeof id !== 'string' || !keyForm.test(id))
    throw new MalformedBundle(`${at}: the id of its key is not 32 hexadecimal digits`);
  if (destroyedAt !== null && typeof destroyedAt !== 'string')
    throw new MalformedBundle(`${at}: its key does not say when it was destroyed, or that nobody saw that`);
  return { encrypted: 'yes', id, destroyedAt: destroyedAt ?? '' };
}

/**
 * Checks the keys of the items: the grade `crypto-erased` and a destroyed key come together or not at all, a key is the one of the
 * accepted plan, and it was destroyed while the deletion ran and not after its item was seen gone.
 * @throws {MalformedBundle}
 */
export function checkKeys(receipt: JsonObject, acceptance: JsonObject): void {
  const planned = new Map(itemsOf(acceptance).map((item) => [toText(item['item_id']), item]));
  const acceptedAt = toFields(receipt['accepted'], 'accepted')['at'];
  for (const item of itemsOf(receipt)) {
    const id = toText(item['item_id']);
    const key = readKeyOf(item);
    const isErased = item['absence_grade'] === 'crypto-erased';
    if (isErased && key.id === '')
      throw new MalformedBundle(`item ${id}: the grade "crypto-erased" without a key`);
    if (isErased && key.destroyedAt === '')
      throw new MalformedBundle(`item ${id}: the grade "crypto-erased", but its key was not seen destroyed`);
    if (!isErased && key.destroyedAt !== '')
      throw new MalformedBundle(
        `item ${id}: its key was destroyed, but its grade is ${JSON.stringify(item['absence_grade'] ?? null)}`,
      );
    checkPlannedKey(id, key, planned.get(id));
    const destroyedAt: JsonValue = key.destroyedAt === '' ? null : key.destroyedAt;
    demandOrder([
      ['accepted.at', acceptedAt],
      [`key.destroyed_at of item ${id}`, destroyedAt],
      [`ended_at of item ${id}`, item['ended_at']],
    ]);
  }
}

/** An item that was being created may have received its key after the acceptance. */
function checkPlannedKey(id: string, key: ReceiptKey, planned: JsonObject | undefined): void {
  if (planned === undefined || planned['provider_id'] === null) return;
  if (key.id !== toText(planned['key_id']))
    throw new MalformedBundle(`item ${id}: its key differs from the accepted plan`);
}
