import type { ConditionKeys } from '../access/policies/conditionKeys.js';

/** A character of a policy's text; a literal one stands for itself. */
export interface Token {
  readonly char: string;
  readonly literal: boolean;
}

/** The values of a key, whatever the case of its name; the key of a tag counts as it is written. */
export function lookUp(name: string, keys: ConditionKeys): readonly string[] {
  const folded = (text: string): string => {
    const [stem = '', ...tag] = text.split('/');
    return [stem.toLowerCase(), ...tag].join('/');
  };
  return [...keys].find(([key]) => folded(key) === folded(name))?.[1] ?? [];
}

/** A text after one round of replacement; undefined when a variable has no value and no default. */
export function replaceVariables(text: string, keys: ConditionKeys): Token[] | undefined {
  if (text === '') return [];
  if (!text.startsWith('${')) {
    const rest = replaceVariables(text.slice(1), keys);
    return rest === undefined ? undefined : [{ char: text.charAt(0), literal: false }, ...rest];
  }
  let close = 2;
  for (let quoted = false; close < text.length && (quoted || text[close] !== '}'); close += 1)
    if (text[close] === "'") quoted = !quoted;
  if (close === text.length) return undefined;
  const value = valueOf(text.slice(2, close), keys);
  const rest = replaceVariables(text.slice(close + 1), keys);
  if (value === undefined || rest === undefined) return undefined;
  return [...value.split('').map((char) => ({ char, literal: true })), ...rest];
}

function valueOf(inside: string, keys: ConditionKeys): string | undefined {
  const comma = inside.indexOf(',');
  const name = (comma === -1 ? inside : inside.slice(0, comma)).trim();
  const written = comma === -1 ? '' : inside.slice(comma + 1).trim();
  const wellFormed = written.length > 1 && written.startsWith("'") && written.endsWith("'");
  if (comma !== -1 && !wellFormed) return undefined;
  if (['*', '?', '$'].includes(name)) return name;
  const values = lookUp(name, keys);
  if (values.length === 1) return values[0];
  return wellFormed ? written.slice(1, -1).split("''").join("'") : undefined;
}

/** Slow on purpose: every way to spend a star is tried. */
export function globTokens(pattern: readonly Token[], text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  if (first.char === '*' && !first.literal) {
    for (let taken = 0; taken <= text.length; taken += 1)
      if (globTokens(rest, text.slice(taken))) return true;
    return false;
  }
  const fits = (first.char === '?' && !first.literal) || first.char === text[0];
  return text !== '' && fits && globTokens(rest, text.slice(1));
}

export function glob(pattern: string, text: string): boolean {
  return globTokens(
    pattern.split('').map((char) => ({ char, literal: false })),
    text,
  );
}
