import type { JsonObject, JsonValue } from './canonicalJson.js';
import { MalformedBundle } from './readBundle.js';

/** Narrows to an object. @throws {MalformedBundle} */
export function toFields(value: JsonValue | undefined, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) {
    throw new MalformedBundle(`${what} is missing, or not in canonical form`);
  }
  return value;
}

/** Narrows to a list. @throws {MalformedBundle} */
export function toList(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (value === undefined || !isList(value)) throw new MalformedBundle(`the list of ${what} is missing`);
  return value;
}

/** @returns an empty string for anything but text */
export function toText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The items of a receipt or of an acceptance. @throws {MalformedBundle} */
export function itemsOf(statement: JsonObject): readonly JsonObject[] {
  return toList(statement['items'], 'items').map((item) => toFields(item, 'an item'));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
