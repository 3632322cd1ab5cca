import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findJsonFault } from './jsonShape.js';

describe('the look at the shape of a body', () => {
  it('finds a key that stands twice in one object, however it is written', () => {
    for (const text of [
      '{"a":1,"a":2}',
      '[{"b":{"c":1,"\\u0063":1}}]',
      '{"a":{"a":[{"x":1}]},"b":"\\"a\\":","a":0}',
      '{"":1,"":2}',
    ]) {
      assert.equal(findJsonFault(text)?.kind, 'repeated', text);
    }
  });

  it('finds ten thousand levels, open or closed', () => {
    assert.equal(findJsonFault('['.repeat(10_000) + ']'.repeat(10_000))?.kind, 'deep');
    assert.equal(findJsonFault('{"a":'.repeat(10_000))?.kind, 'deep');
  });

  it('finds nothing in what a program writes, whatever the keys and values are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, noUnicodeString: false }), (value) => {
        assert.equal(findJsonFault(JSON.stringify(value)), undefined);
        assert.equal(findJsonFault(JSON.stringify(value, null, 2)), undefined);
      }),
    );
  });

  it('finds a planted repetition at any depth', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 4 }), fc.nat(20), (key, value, depth) => {
        const name = JSON.stringify(key);
        const inner = `{${name}:${JSON.stringify(value)},"another${key.length}":[],${name}:null}`;
        const text = `${'[0,'.repeat(depth)}${inner}${']'.repeat(depth)}`;
        assert.equal(findJsonFault(text)?.kind, 'repeated');
      }),
    );
  });

  it('is content with any text at all', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void findJsonFault(text)));
  });
});
