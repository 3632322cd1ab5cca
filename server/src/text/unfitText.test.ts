import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fittingStart, isUnfitText } from './unfitText.js';

describe('the beginning of a text', () => {
  it('is what fits, and never ends with half of a character', () => {
    assert.equal(fittingStart('whole', 10), 'whole');
    assert.equal(fittingStart('cut here', 3), 'cut');
    assert.equal(fittingStart('abc😀', 4), 'abc\ufffd');
    assert.equal(fittingStart('abc😀', 5), 'abc😀');
  });

  it('holds nothing that no text may hold', () => {
    for (const text of ['a\0b', 'a\ud83db', '\udc00', 'x😀😀😀'])
      for (let length = 0; length <= text.length; length += 1)
        assert.equal(isUnfitText(fittingStart(text, length)), false, JSON.stringify([text, length]));
  });
});
