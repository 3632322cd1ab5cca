/** A JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * Writes a JSON value in canonical form (RFC 8785): no white space, names sorted by UTF-16 code units, strings and numbers
 * as ECMAScript writes them.
 * @throws {TypeError} for a number that is not finite, for undefined, and for text with a lone surrogate
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON cannot express the number ${value}.`);
    return JSON.stringify(value);
  }
  if (typeof value === 'boolean' || value === null) return String(value);
  let separator = '';
  let text = '';
  if (isList(value)) {
    for (const member of value) {
      text += separator + canonicalJson(member);
      separator = ',';
    }
    return `[${text}]`;
  }
  for (const name of sortedNames(value)) {
    const member = value[name];
    if (member === undefined) throw new TypeError(`JSON cannot express that ${name} is undefined.`);
    text += separator + canonicalName(name) + canonicalJson(member);
    separator = ',';
  }
  return `{${text}}`;
}

/** By UTF-16 code units, as `<` and the default order of sort() have it. Most are in order already: sorting takes longer than a look. */
function sortedNames(value: JsonObject): string[] {
  const names = Object.keys(value);
  let last = '';
  for (const name of names) {
    if (name < last) return names.sort();
    last = name;
  }
  return names;
}

/** The bytes to hash and sign: the canonical text in UTF-8. */
export function canonicalBytes(value: JsonValue): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/**
 * Parses JSON in canonical form. For each value exactly one sequence of bytes is accepted.
 * @returns undefined when the bytes are not JSON, or not canonical
 */
export function parseCanonical(bytes: Buffer): JsonValue | undefined {
  const text = bytes.toString('utf8');
  try {
    const value: JsonValue = JSON.parse(text);
    return canonicalBytes(value).equals(bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Short names come again and again. */
const namesSeen = new Map<string, string>();
const maxNamesSeen = 1_000;
const maxNameSeen = 64;

function canonicalName(name: string): string {
  const seen = namesSeen.get(name);
  if (seen !== undefined) return seen;
  const text = `${canonicalString(name)}:`;
  if (namesSeen.size < maxNamesSeen && name.length <= maxNameSeen) namesSeen.set(name, text);
  return text;
}

/** ASCII without quotes, backslashes and control characters needs no escaping. */
const plainText = /^[ !#-[\]-~]*$/;

function canonicalString(text: string): string {
  if (plainText.test(text)) return `"${text}"`;
  // JSON.stringify escapes a lone surrogate; RFC 8785 demands an error.
  if (/[\ud800-\udfff]/u.test(text)) throw new TypeError('The text holds a lone surrogate.');
  return JSON.stringify(text);
}

/** `Array.isArray` does not know read-only arrays. */
function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
