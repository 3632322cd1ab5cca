import type { JsonObject } from './canonicalJson.js';
import { itemsOf, toFields, toText } from './fields.js';
import { MalformedBundle } from './readBundle.js';

/** How an item may have ended, and by which grades that may be known; released: it was not seen. */
const gradesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['absent', ['api-absent', 'host-confirmed']],
  ['detached', ['seen-unused']],
  ['released', []],
]);
const allGrades = [...gradesOf.values()].flat();

/** The engine that carried a deletion out. */
export interface ReceiptEngine {
  readonly name: string;
  /** Nothing real was deleted. */
  readonly simulated: boolean;
}

/**
 * Holds each item's end to what this verifier knows: an end or a grade that it has never heard of proves nothing.
 * @throws {MalformedBundle}
 */
export function checkEnds(receipt: JsonObject): void {
  for (const item of itemsOf(receipt)) {
    const id = toText(item['item_id']);
    const ended = toText(item['ended']);
    if (ended === '' || toText(item['ended_at']) === '')
      throw new MalformedBundle(`item ${id} has not ended`);
    const grades = gradesOf.get(ended);
    if (grades === undefined)
      throw new MalformedBundle(
        `item ${id}: the end "${ended}" is unknown; known are ${[...gradesOf.keys()].join(', ')}`,
      );
    const grade = item['absence_grade'];
    if (ended === 'released') {
      if (grade !== null || toText(item['released_by']) === '' || toText(item['release_reason']) === '')
        throw new MalformedBundle(`item ${id} was released: it has no grade, but someone's name and reason`);
      continue;
    }
    if (typeof grade !== 'string' || !allGrades.includes(grade))
      throw new MalformedBundle(
        `item ${id}: the grade ${JSON.stringify(grade ?? null)} is unknown; known are ${allGrades.join(', ')}`,
      );
    if (!grades.includes(grade))
      throw new MalformedBundle(`item ${id}: "${grade}" is no grade of what is ${ended}`);
    if (ended === 'detached' && item['intent'] !== 'detach')
      throw new MalformedBundle(`item ${id} was to be deleted and was only detached`);
    if (toText(item['observed_by']) === '')
      throw new MalformedBundle(`item ${id} does not say what engine saw its end`);
  }
}

/**
 * Which engine carried the deletion out. One item that the simulated engine saw makes all of it simulated, and so does an
 * acceptance by it. Version 1 of receipts says it of items only.
 * @throws {MalformedBundle}
 */
export function readEngine(receipt: JsonObject, acceptance: JsonObject): ReceiptEngine {
  const observers = new Set(itemsOf(receipt).map((item) => toText(item['observed_by'])));
  const seenBySimulated = observers.has('simulated') || acceptance['engine'] === 'simulated';
  if (receipt['version'] === 1) {
    const names = [...observers].filter((name) => name !== '');
    return { name: names.join(', ') || 'unknown', simulated: seenBySimulated };
  }
  const { name, simulated } = toFields(receipt['engine'], 'engine');
  if (typeof name !== 'string' || name === '' || typeof simulated !== 'boolean')
    throw new MalformedBundle('engine does not say its name and whether it is simulated');
  if (!simulated && (seenBySimulated || name === 'simulated'))
    throw new MalformedBundle(
      'engine is said to be real, but the simulated engine was to carry it out, or saw what ended',
    );
  return { name, simulated };
}
