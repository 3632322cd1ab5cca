import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';
import { stepsOf } from './faults';

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text as JSON, or where it stops being that. Nothing but blanks is no body: `value` is undefined. */
export type ReadBody = { readonly value: unknown } | { readonly wrongAt: Place };

export function readBody(text: string): ReadBody {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { wrongAt: placeOf(text, faultIn(text)) };
  }
}

/** JSON as it is shown and edited. */
export function writeBody(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** The line on which a field stands; that of what it is missing in. */
export function lineOf(text: string, pointer: string): number {
  const tree = parseTree(text);
  const steps = stepsOf(pointer);
  for (let count = steps.length; tree !== undefined && count > 0; count -= 1) {
    const way = steps.slice(0, count).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const node = findNodeAtLocation(tree, way);
    if (node !== undefined) return placeOf(text, node.offset).line;
  }
  return 1;
}

/** Where the first fault begins. Engines of JavaScript say it each in its own words, or not at all. */
function faultIn(text: string): number {
  const faults: ParseError[] = [];
  parseTree(text, faults, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  return faults[0]?.offset ?? text.length;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
