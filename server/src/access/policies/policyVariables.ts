import type { ConditionKeys } from './conditionKeys.js';
import { readConditionKey } from './conditionKeys.js';
import type { Piece } from './matchText.js';

/** What stands for the value that a request has for a key: `${g:UserName}`, `${g:UserName, 'nobody'}`. */
export interface Variable {
  /** As requests spell it; undefined for what can be no condition key. */
  readonly key: string | undefined;
  /** What it stands for when there is not exactly one value. */
  readonly fallback: string | undefined;
}

/** A text of a policy in its pieces. */
export type Template = readonly (Piece | Variable)[];

/** Something that is made of texts of a policy, and of a request's values where these have variables. */
export interface Replaceable<Made> {
  readonly variables: readonly Variable[];
  /** @returns undefined when a variable cannot be replaced; its statement then applies to nothing */
  readonly under: (keys: ConditionKeys) => Made | undefined;
}

/** One variable: its name up to a comma or the brace, and a default in quotes, of which one inside is doubled. */
const variableForm = /\$\{([^,}]*)(?:,\s*'((?:[^']|'')*)'\s*)?\}/y;

/**
 * Takes a text apart. `${*}`, `${?}` and `${$}` are those characters. What begins like a variable and is none, an empty one
 * included, is one that cannot be replaced, unless it has a default.
 */
export function readTemplate(text: string): Template {
  const pieces: (Piece | Variable)[] = [];
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('${', at);
    const plain = text.slice(at, start === -1 ? undefined : start);
    if (plain !== '') pieces.push({ text: plain, literal: false });
    if (start === -1) break;
    variableForm.lastIndex = start;
    const found = variableForm.exec(text);
    pieces.push(found === null ? broken : pieceOf(found[1] ?? '', found[2]?.replaceAll("''", "'")));
    const close = text.indexOf('}', start);
    at = found === null ? (close === -1 ? text.length : close + 1) : variableForm.lastIndex;
  }
  return pieces;
}

const broken: Variable = { key: undefined, fallback: undefined };

function pieceOf(written: string, fallback: string | undefined): Piece | Variable {
  const name = written.trim();
  if (name === '*' || name === '?' || name === '$') return { text: name, literal: true };
  return { key: readConditionKey(name)?.name, fallback };
}

/** A text in which nothing stands for anything else. */
export function literally(text: string): Template {
  return [{ text, literal: true }];
}

/** Makes it now if the texts have no variables, otherwise for each request. What is put in is literal, and replaced no further. */
export function replaceable<Made>(
  templates: readonly Template[],
  make: (texts: readonly (readonly Piece[])[]) => Made,
): Replaceable<Made> {
  const variables = templates.flat().filter(isVariable);
  const makeUnder = (keys: ConditionKeys): Made | undefined => {
    const texts = templates.map((template) => fill(template, keys));
    return texts.every((text) => text !== undefined) ? make(texts) : undefined;
  };
  // The things of a list are asked about one after the other, by one user: the same values again and again.
  let made = makeUnder(new Map());
  let values = variables.map((variable) => valueOf(variable, new Map()));
  return {
    variables,
    under: (keys) => {
      if (variables.some((variable, place) => valueOf(variable, keys) !== values[place])) {
        made = makeUnder(keys);
        values = variables.map((variable) => valueOf(variable, keys));
      }
      return made;
    },
  };
}

function fill(template: Template, keys: ConditionKeys): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const piece of template) {
    const text = isVariable(piece) ? valueOf(piece, keys) : piece.text;
    if (text === undefined) return undefined;
    pieces.push({ text, literal: isVariable(piece) || piece.literal });
  }
  return pieces;
}

/** @returns undefined: it cannot be replaced */
export function valueOf({ key, fallback }: Variable, keys: ConditionKeys): string | undefined {
  const values = key === undefined ? [] : (keys.get(key) ?? []);
  return values.length === 1 ? values[0] : fallback;
}

export function isVariable(piece: Piece | Variable): piece is Variable {
  return 'key' in piece;
}
