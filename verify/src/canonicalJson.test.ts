import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalBytes, canonicalJson, type JsonValue, parseCanonical } from './canonicalJson.js';

describe('canonical JSON', () => {
  it('writes the sample of RFC 8785 §3.2.2 as §3.2.3 does', () => {
    const sample: JsonValue = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    assert.equal(
      canonicalJson(sample),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders names by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const sample: JsonValue = JSON.parse(
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",' +
        '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    );
    const values: JsonValue = JSON.parse(canonicalJson(sample));
    const texts = canonicalJson(sample).match(/:"([^"]+)"/g);
    assert.deepEqual(
      texts?.map((text) => text.slice(2, -1)),
      [
        'Carriage Return',
        'One',
        'Control',
        'Latin Small Letter O With Diaeresis',
        'Euro Sign',
        'Emoji: Grinning Face',
        'Hebrew Letter Dalet With Dagesh',
      ],
    );
    assert.deepEqual(values, sample);
  });

  for (const [bits, text] of [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
  ] as const) {
    it(`writes the number ${bits} of RFC 8785 appendix B as ${text}`, () => {
      assert.equal(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE()), text);
    });
  }

  it('refuses what JSON cannot say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'a\udc00b', { '\udfff': 1 }]) {
      assert.throws(() => canonicalJson(value), TypeError);
    }
  });

  it('says the same of any JSON value in one way only, and reads no other', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const plain: JsonValue = JSON.parse(JSON.stringify(value));
        const bytes = canonicalBytes(plain);
        assert.deepEqual(parseCanonical(bytes), plain);
        assert.equal(parseCanonical(Buffer.concat([bytes, Buffer.from(' ')])), undefined);
      }),
    );
    for (const other of ['{"b":1,"a":2}', '{"a":1,"a":1}', '[1.0]', '"\\u0041"', '', '\xff', '[1,]']) {
      assert.equal(parseCanonical(Buffer.from(other, 'latin1')), undefined);
    }
  });
});
