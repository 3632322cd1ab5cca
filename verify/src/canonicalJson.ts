/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * The one text of a JSON value (RFC 8785): no white space, names in the order of their UTF-16 code units, strings and
 * numbers as ECMAScript writes them.
 * @throws {TypeError} for a number that is not finite, for undefined, and for text with half of a surrogate pair: JSON cannot
 * say them
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}.`);
    return JSON.stringify(value);
  }
  if (typeof value === 'boolean' || value === null) return String(value);
  let text = '';
  if (isList(value)) {
    for (const member of value) text += `${text === '' ? '' : ','}${canonicalJson(member)}`;
    return `[${text}]`;
  }
  // Without a function of our own names are compared by their code units.
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) throw new TypeError(`JSON cannot say that ${name} is undefined.`);
    text += `${text === '' ? '' : ','}${canonicalString(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** The bytes that are hashed and signed: the canonical text in UTF-8. */
export function canonicalBytes(value: JsonValue): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/**
 * Reads JSON that must be in canonical form, so that there is exactly one text, byte by byte, that is accepted.
 * @returns undefined when it is no JSON, or JSON in another form
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

/** ASCII without quotes, backslashes and control characters: stands in JSON as it is. */
const plainText = /^[ !#-[\]-~]*$/;

function canonicalString(text: string): string {
  if (plainText.test(text)) return `"${text}"`;
  // JSON.stringify escapes a lone surrogate; RFC 8785 wants it refused.
  if (/[\ud800-\udfff]/u.test(text)) throw new TypeError('The text holds half of a surrogate pair.');
  return JSON.stringify(text);
}

/** `Array.isArray` does not know read-only arrays. */
function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
