import { PolicyError, quote } from './policyError.js';
import type { PolicyModel } from './types.js';

/** A value of a document that knows where it stands (`$.Statement[0].Action[1]`). */
export type Json = { readonly path: string } & (
  | { readonly kind: 'text'; readonly text: string }
  /** A number, true, false or null, as it was written. */
  | { readonly kind: 'other'; readonly written: string }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Json> }
);

/** Where a value begins in the text, in characters from 0, and its key if it has one; by path. */
export type Places = Map<string, { readonly key: number | undefined; readonly value: number }>;

/** A document has six levels at most; whatever is deeper is no policy. */
const deepest = 8;

/**
 * Reads JSON more strictly than `JSON.parse`: a key that comes twice, an unprintable character (as itself or escaped)
 * and deep nesting are refused, because two readers may take such a document for two different policies.
 * @param places is told where everything stands
 * @throws {PolicyError}
 */
export function readJson(model: PolicyModel, text: string, places?: Places): Json {
  let at = 0;

  function refuse(path: string, reason: string): PolicyError {
    return new PolicyError(model, 'notAnObject', path, `${reason} (character ${at + 1}).`, at);
  }

  function skipSpace(): void {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  }

  function readText(path: string): string {
    const begin = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    if (at >= text.length) throw refuse(path, 'The document ends inside a text');
    at += 1;
    const value = decode(text.slice(begin, at));
    if (value === undefined) throw refuse(path, 'This text is not valid JSON');
    if (/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(value))
      throw new PolicyError(
        model,
        'value',
        path,
        `${quote(value)} holds a character that cannot be seen.`,
        begin,
      );
    return value;
  }

  function readOther(path: string): Json {
    const begin = at;
    while (at < text.length && /[-+.\w]/.test(text.charAt(at))) at += 1;
    const written = text.slice(begin, at);
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(written))
      throw refuse(path, begin === text.length ? 'The document ends too early' : 'This is not valid JSON');
    return { kind: 'other', path, written };
  }

  function readList(path: string, depth: number): Json {
    const items: Json[] = [];
    at += 1;
    skipSpace();
    while (text[at] !== ']') {
      if (items.length > 0) pass(',', path);
      items.push(readValue(`${path}[${items.length}]`, depth));
      skipSpace();
    }
    at += 1;
    return { kind: 'list', path, items };
  }

  function readObject(path: string, depth: number): Json {
    const entries = new Map<string, Json>();
    at += 1;
    skipSpace();
    while (text[at] !== '}') {
      if (entries.size > 0) pass(',', path);
      skipSpace();
      if (text[at] !== '"') throw refuse(path, 'A key in double quotes is wanted here');
      const begin = at;
      const key = readText(path);
      const inside = pathOf(path, key);
      if (entries.has(key))
        throw new PolicyError(model, 'element', inside, `The key ${quote(key)} comes twice.`, begin);
      skipSpace();
      pass(':', inside);
      entries.set(key, readValue(inside, depth, begin));
      skipSpace();
    }
    at += 1;
    return { kind: 'object', path, entries };
  }

  function pass(character: string, path: string): void {
    if (text[at] !== character) throw refuse(path, `A "${character}" is wanted here`);
    at += 1;
  }

  function readValue(path: string, depth: number, key?: number): Json {
    skipSpace();
    places?.set(path, { key, value: at });
    if (depth === deepest) throw refuse(path, `The document is nested deeper than ${deepest} levels`);
    if (text[at] === '"') return { kind: 'text', path, text: readText(path) };
    if (text[at] === '[') return readList(path, depth + 1);
    if (text[at] === '{') return readObject(path, depth + 1);
    return readOther(path);
  }

  const value = readValue('$', 0);
  skipSpace();
  if (at < text.length) throw refuse('$', 'Something follows the end of the document');
  return value;
}

/** JSON without white space, in the order it was written. */
export function writeJson(json: Json): string {
  switch (json.kind) {
    case 'text':
      return JSON.stringify(json.text);
    case 'other':
      return json.written;
    case 'list':
      return `[${json.items.map(writeJson).join(',')}]`;
    case 'object':
      return `{${Array.from(json.entries, ([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`).join(',')}}`;
  }
}

function decode(written: string): string | undefined {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(path: string, key: string): string {
  return /^[A-Za-z]{1,32}$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`;
}
