import type { JsonObject } from './canonicalJson.js';
import { itemsOf, toFields, toText } from './fields.js';
import { MalformedBundle } from './readBundle.js';

/** The ways an item can end, with the grades of evidence for each; nobody saw the end of a released item. */
const gradesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['absent', ['api-absent', 'host-confirmed', 'crypto-erased']],
  ['detached', ['seen-unused']],
  ['released', []],
]);
const allGrades = [...gradesOf.values()].flat();

/** The engine that carried out a deletion. */
export interface ReceiptEngine {
  readonly name: string;
  /** Nothing real was deleted. */
  readonly simulated: boolean;
}

/**
 * Checks the end of each item. An unknown end or grade is refused: it proves nothing.
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
        `item ${id}: the end "${ended}" is unknown; this verifier knows ${[...gradesOf.keys()].join(', ')}`,
      );
    const grade = item['absence_grade'];
    if (ended === 'released') {
      if (grade !== null || toText(item['released_by']) === '' || toText(item['release_reason']) === '')
        throw new MalformedBundle(
          `item ${id} was released: it must have released_by and release_reason, and no grade`,
        );
      continue;
    }
    if (typeof grade !== 'string' || !allGrades.includes(grade))
      throw new MalformedBundle(
        `item ${id}: the grade ${JSON.stringify(grade ?? null)} is unknown; this verifier knows ${allGrades.join(', ')}`,
      );
    if (!grades.includes(grade))
      throw new MalformedBundle(`item ${id}: the grade "${grade}" does not fit the end "${ended}"`);
    if (ended === 'detached' && item['intent'] !== 'detach')
      throw new MalformedBundle(`item ${id} should have been deleted, but was only detached`);
    if (toText(item['observed_by']) === '')
      throw new MalformedBundle(`item ${id} does not name the engine that saw its end`);
  }
}

/**
 * Reads which engine carried out the deletion. The deletion is simulated if the simulated engine accepted it or saw any item
 * end. Version 1 of receipts names the engine in its items only.
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
    throw new MalformedBundle('engine must have a name, and say whether it is simulated');
  if (!simulated && (seenBySimulated || name === 'simulated'))
    throw new MalformedBundle(
      'engine claims to be real, but the simulated engine accepted the deletion or saw an item end',
    );
  return { name, simulated };
}
