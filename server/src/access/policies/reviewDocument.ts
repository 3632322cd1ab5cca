import { permissions } from '../permissions/table.js';
import { wordsOf } from './checkDocument.js';
import { knownKeys, readConditionKey } from './conditionKeys.js';
import { compileActions, matchesAction, readActionName } from './matchActions.js';
import { nearest } from './nearest.js';
import { operators } from './operators.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { PolicyError, type PolicyFault, quote } from './policyError.js';
import { type Json, type Places, readJson } from './readJson.js';
import type { PolicyModel } from './types.js';

/** What is to be said of a place in a document. */
export interface Finding {
  /** A fault: the document is refused. A note: it is taken, but this has no effect here. */
  readonly kind: 'fault' | 'note';
  /** As the refusal has it; undefined for a note. */
  readonly code: string | undefined;
  readonly path: string;
  /** Both from 1; the column in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  readonly words: { readonly en: string; readonly zh: string };
  /** What was most likely meant. */
  readonly nearest: string | undefined;
}

/** Notes that are given at most: looking for what was meant takes time. */
const mostNotes = 20;

/**
 * What a policy document would be refused for, with the place in the text; for one that would not be, the actions and condition keys
 * that no call here has, and so have no effect.
 */
export function reviewDocument(model: PolicyModel, text: string): readonly Finding[] {
  const places: Places = new Map();
  try {
    parsePolicyDocument(model, text, places);
  } catch (error) {
    if (error instanceof PolicyError) return [faultOf(error, text, places)];
    throw error;
  }
  return notesOf(readJson(model, text), text, places);
}

/** Faults of a name rather than of what stands behind it. */
const ofNames: ReadonlySet<PolicyFault> = new Set(['element', 'key', 'operator', 'keyOperator', 'keyCount']);

function faultOf(error: PolicyError, text: string, places: Places): Finding {
  const { path, fault, code } = error;
  const place = places.get(path);
  const at = error.at ?? (ofNames.has(fault) ? place?.key : undefined) ?? place?.value ?? 0;
  const name = nameAt(text, at);
  return {
    kind: 'fault',
    code,
    path,
    ...positionOf(text, at),
    words: wordsOf(error),
    nearest:
      fault === 'key'
        ? nearest(name, knownKeys)
        : fault === 'operator'
          ? nearest(name, [...operators.keys(), 'Null'])
          : fault === 'action' || fault === 'unknownAction'
            ? nearest(name, knownActions)
            : fault === 'element'
              ? nearest(name, elements)
              : undefined,
  };
}

const elements = [
  'Version',
  'Statement',
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Every action that a call here asks for, depends on or may carry out besides. */
const knownActions: readonly string[] = [
  ...new Set(
    Object.values(permissions).flatMap(({ action, dependencies, effects, sessionAction }) =>
      [action, sessionAction, ...dependencies, ...effects].filter((each) => each !== undefined),
    ),
  ),
];
const actionNames = knownActions.map(readActionName);

function notesOf(document: Json, text: string, places: Places): readonly Finding[] {
  const notes: Finding[] = [];
  const note = (path: string, name: 'key' | 'value', words: Finding['words'], meant: string | undefined) => {
    const at = places.get(path)?.[name] ?? 0;
    notes.push({ kind: 'note', code: undefined, path, ...positionOf(text, at), words, nearest: meant });
  };
  for (const { text: action, path } of actionsOf(document)) {
    if (notes.length === mostNotes) return notes;
    const matcher = compileActions([action], false, '*?');
    if (actionNames.some((name) => matchesAction(matcher, name))) continue;
    const words = {
      en: `No call here has the action ${quote(action)}: it has no effect.`,
      zh: `此处没有调用使用授权项${quote(action)}，该项不起作用。`,
    };
    note(path, 'value', words, /[*?]/.test(action) ? undefined : nearest(action, knownActions));
  }
  for (const { key, path } of keysOf(document)) {
    if (notes.length === mostNotes) return notes;
    const name = readConditionKey(key)?.name ?? key;
    if (knownKeys.some((known) => (known.endsWith('/') ? name.startsWith(known) : name === known))) continue;
    const words = {
      en: `No call here brings the condition key ${quote(key)}: it is always absent.`,
      zh: `此处没有调用带有条件键${quote(key)}，该键始终不存在。`,
    };
    note(path, 'key', words, nearest(key, knownKeys));
  }
  return notes;
}

function actionsOf(document: Json): readonly { readonly text: string; readonly path: string }[] {
  return statementsOf(document).flatMap((statement) =>
    ['Action', 'NotAction'].flatMap((name) => {
      const list = entryOf(statement, name);
      const items = list?.kind === 'list' ? list.items : [];
      return items.flatMap((item) => (item.kind === 'text' ? [{ text: item.text, path: item.path }] : []));
    }),
  );
}

function keysOf(document: Json): readonly { readonly key: string; readonly path: string }[] {
  return statementsOf(document).flatMap((statement) => {
    const condition = entryOf(statement, 'Condition');
    const byOperator = condition?.kind === 'object' ? [...condition.entries.values()] : [];
    return byOperator.flatMap((keys) =>
      keys.kind === 'object' ? Array.from(keys.entries, ([key, { path }]) => ({ key, path })) : [],
    );
  });
}

function statementsOf(document: Json): readonly Json[] {
  const list = entryOf(document, 'Statement');
  return list?.kind === 'list' ? list.items : [];
}

const entryOf = (json: Json, name: string): Json | undefined =>
  json.kind === 'object' ? json.entries.get(name) : undefined;

/** The text in quotes that begins there. */
function nameAt(text: string, at: number): string {
  return /^"([^"\n]{0,128})"/.exec(text.slice(at, at + 140))?.[1] ?? '';
}

function positionOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
