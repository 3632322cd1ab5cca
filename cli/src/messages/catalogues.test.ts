import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { en, zh } from '../testing/words.js';

/** Every text with its place; of a text that is made, how it is made. */
function textsOf(catalogue: unknown, place: string): (readonly [place: string, text: string])[] {
  if (typeof catalogue === 'string' || typeof catalogue === 'function') return [[place, String(catalogue)]];
  if (typeof catalogue !== 'object' || catalogue === null) return [];
  return Object.entries(catalogue).flatMap(([key, value]) => textsOf(value, `${place}.${key}`));
}

/** Terms of receipts are worded where they are not English already. */
const isOneSided = (place: string): boolean => place.startsWith('.verdicts.receipt.terms.');

describe('what the command says', () => {
  const english = new Map(textsOf(en, ''));
  const texts = new Map(textsOf(zh, ''));

  it('is said in both languages', () => {
    assert.ok(english.size > 400, String(english.size));
    const placesOf = (all: ReadonlyMap<string, string>) =>
      [...all.keys()].filter((place) => !isOneSided(place));
    assert.deepEqual(placesOf(texts).toSorted(), placesOf(english).toSorted());
  });

  it('is Chinese in Chinese: no sentence was forgotten', () => {
    for (const [place, text] of texts) {
      const literals = text.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [text];
      for (const literal of literals.map((each) => each.replaceAll(/\$\{[^}]*\}/g, '·')))
        assert.doesNotMatch(literal, /\b[A-Za-z]{2,}(?: [a-z]{2,}){3,}/, place);
    }
  });
});
