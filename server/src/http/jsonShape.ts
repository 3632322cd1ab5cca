/** What is wrong with a JSON text that a parser may well accept. */
export type JsonFault = { readonly kind: 'deep' } | { readonly kind: 'repeated'; readonly key: string };

/** Levels of objects and lists. The deepest documented body, a token request with a session policy, has ten. */
const deepest = 32;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Looks for what makes a JSON text mean different things to different readers, or cost too much: a key that stands twice in an
 * object (which of both counts?) and deep nesting. Everything else is left to the parser; of a text that is no JSON it may
 * say anything.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  /** Keys of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let keyIsNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      const end = endOfText(text, at);
      if (keyIsNext) {
        const keys = open.at(-1);
        const key = decodeKey(text.slice(at, end + 1));
        if (keys?.has(key) === true) return { kind: 'repeated', key };
        keys?.add(key);
      }
      at = end;
    } else if (character === openObject || character === openList) {
      if (open.length === deepest) return { kind: 'deep' };
      keyIsNext = character === openObject;
      open.push(keyIsNext ? new Set() : undefined);
    } else if (character === closeObject || character === closeList) {
      open.pop();
      keyIsNext = false;
    } else if (character === comma) {
      keyIsNext = open.at(-1) !== undefined;
    } else if (character === colon) {
      keyIsNext = false;
    }
  }
  return undefined;
}

/** Where the text that begins here has its closing quotation mark. */
function endOfText(text: string, begin: number): number {
  let at = begin;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}

/** `"\u0061"` is the same key as `"a"`. */
function decodeKey(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}
