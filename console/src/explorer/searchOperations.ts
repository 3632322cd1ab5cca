import type { ApiDocument, ApiOperation, ApiSchema, RoutedOperation } from './apiDocument';

/** An operation that a search has found. */
export interface FoundOperation extends RoutedOperation {
  /** Its fields and error codes that the search is for, where nothing else of it is. */
  readonly because: readonly string[];
}

/** The words of a search, in small letters. Chinese has no spaces between words: there, two characters by two. */
export const wordsOf = (wanted: string): readonly string[] =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .flatMap((part) => part.match(/\p{Script=Han}+|\P{Script=Han}+/gu) ?? [])
    .flatMap((part) => (/^\p{Script=Han}{3}/u.test(part) ? pairsOf(part.match(/./gsu) ?? []) : [part]));

/** Such as 删除 and 桌面 of 删除桌面; of an odd number the last ones overlap. */
const pairsOf = (characters: readonly string[]): readonly string[] =>
  characters.flatMap((character, index) => {
    const next = characters[index + 1];
    const begins = index % 2 === 0 || index === characters.length - 2;
    return begins && next !== undefined ? [character + next] : [];
  });

/**
 * The operations of which every word says something: part of its name, path, action or description, the beginning of a parameter's or a
 * field's name, or of an error code.
 */
export function searchOperations(
  operations: readonly RoutedOperation[],
  words: readonly string[],
): readonly FoundOperation[] {
  return operations.flatMap((routed) => {
    const text = textOf(routed);
    const others = words.filter((word) => !text.includes(word));
    if (others.length === 0) return [{ ...routed, because: [] }];
    const fields = fieldsOf(routed.operation);
    const codes = routed.operation['x-error-codes'];
    const found = others.map((word) => [
      ...fields.filter((name) => isField(name, word)),
      ...codes.filter((code) => isCode(code, word)),
    ]);
    if (found.some((hits) => hits.length === 0)) return [];
    return [{ ...routed, because: [...new Set(found.flat())] }];
  });
}

/** The error codes that one of the words is, or begins. */
export function searchErrors(
  errors: ApiDocument['x-error-codes'],
  words: readonly string[],
): readonly string[] {
  return Object.keys(errors).filter((code) => words.some((word) => isCode(code, word)));
}

function textOf({ operation, method, path }: RoutedOperation): string {
  const { operationId, summary, description = '' } = operation;
  const { action = '', dependent_actions: dependent = [] } = operation['x-permissions'] ?? {};
  return [operationId, summary, description, method, path, action, ...dependent].join(' ').toLowerCase();
}

/** Two letters begin too much; a name of several words is looked for in the middle, too. */
function isField(name: string, word: string): boolean {
  const lower = name.toLowerCase();
  if (word.includes('_')) return lower.includes(word);
  return lower === word || (word.length > 2 && lower.startsWith(word));
}

/** `iam` alone means no code: nearly every operation may answer one that begins so. */
function isCode(code: string, word: string): boolean {
  return /\d|\.$/.test(word) && code.toLowerCase().startsWith(word);
}

function fieldsOf({ parameters = [], requestBody }: ApiOperation): readonly string[] {
  const schemas = Object.values(requestBody?.content ?? {}).map(({ schema = {} }) => schema);
  return [...parameters.map(({ name }) => name), ...schemas.flatMap(fieldNames)];
}

function fieldNames({ properties = {}, items, anyOf = [] }: ApiSchema): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [name, ...fieldNames(field)]),
    ...[items, ...anyOf].flatMap((part) => (part === undefined ? [] : fieldNames(part))),
  ];
}
