import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject } from '@deskplane/verify/canonicalJson.js';
import fc from 'fast-check';
import { exactBytes } from './logEntry.js';
import { isPacked, packedShapes, packedWords } from './packedFormat.js';
import { packJson } from './packJson.js';
import { unpackJson } from './unpackJson.js';

const vectors = new URL('../../../docs/receipts/vectors/', import.meta.url);

/** The payloads of receipt and acceptance in a receipt's file, both canonical. */
function readVector(name: string): { readonly receipt: Buffer; readonly acceptance: Buffer } {
  const file = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'));
  return {
    receipt: Buffer.from(file.receipt.envelope.payload, 'base64'),
    acceptance: Buffer.from(file.acceptance.payload, 'base64'),
  };
}
const parse = (bytes: Buffer): JsonObject => JSON.parse(bytes.toString());

/** local.json as it was packed when this began. What is in somebody's log has to be read for ever. */
const packed = {
  receipt: [
    'AYyNggeWQebuCp1FjY6OYW0LuL38Z3lvoRN43Vbb5KMyNuxiyAbF/QYKSUtAZrouMeY9odTtQQgBoiMykboH255yDydzNRk7',
    'idV/jdcS5DXJ0XGx+r6PUEnGQUG1Kf6DAgEBBX31IT5VuERQhHg5izgoQ+4HPwBbuwccPVQB5GHdRwULgf7k1SkvvQ6679Ek',
    'MER9zwgGRiRgBN1LQpWyzKzrGjyhb4MCAQEIAaIjMpagB8KXUA1zvyU0QhUS7Rolm5yF2G82MYSsKe0TxPfiNOvQBRXPhcD5',
    't0u2giegoRpRLF+QJgEACwOSNAgBoiMykd4IAaIjMojGMQgBoiMyk5sKDAacd3q8Jo71gQ0C3XOSXAMIKgUeLQBPHmxDebpS',
    'bI4EsYJ0JwoKDRt5gZXy5UvtvPpZlYEXcCMmLwoCBWYhLW7o50XamnjSXRVkhW0AAJM2CAGiIzKT3wgBoiMyiJUxCAGiIzKW',
    'mQoTBjWdF1O2PrvNoyor6vbtwDgqBRs2ST/1HUvdnfdsgmgepvWUCAGiIzKUEwZxhDyNmD5vvNkomaKMQ/jBKAoRDe5KnUsO',
    '5Er/nb+GrtA7Lp8mLwoCBf8gXKuYl0qmhm8zGnS7ziEAAJI0ChEIAaIjMoiWMQgBoiMyli4KGwZ3f/Q5KiswJTtfVPYL7BBG',
    'KgVpPwvi41BPN6zpmkIA4+R0KQoRDcW+DblWi0fdiPwYFXr2EikmLwoCBUmMwzNF80QAin5Vn8RpQwQAAAsBCgQG4/+H/3eo',
    'SVGy+LFYP9ZXlgsAlQWpqVzj/9dNLIlH9m/jV9FpIyQiCwGWADoHLwwyHhpctW63Pa4F4ApqYrN/FSUnv5AIGgtYvRdARQE4',
    'PgZHj9RWz1ROnK/NrcD6kbFqAwI=',
  ],
  acceptance: [
    'AYCCB5ZB5u4KnUWNjo5hbQu4vfxneW+hE3jdVtvkozI27GLIBsX9BgpJS0Bmui4x5j2h1O1BCAGiIzKRugfCl1ANc78lNEIV',
    'Eu0aJZuchdhvNjGErCntE8T34jTr0AUVz4XA+bdLtoInoKEaUSxfJoMCAQELA4QGnHd6vCaO9YENAt1zklwDCCoFHi0ATx5s',
    'Q3m6UmyOBLGCdCcFZiEtbujnRdqaeNJdFWSFbYUGNZ0XU7Y+u82jKivq9u3AOCoFGzZJP/UdS92d92yCaB6m9QZxhDyNmD5v',
    'vNkomaKMQ/jBKAX/IFyrmJdKpoZvMxp0u84hhAZ3f/Q5KiswJTtfVPYL7BBGKgVpPwvi41BPN6zpmkIA4+R0KQVJjMMzRfNE',
    'AIp+VZ/EaUMEBX31IT5VuERQhHg5izgoQ+4HPwBbuwccPVQB5GHdRwULgf7k1SkvvQ6679EkMER9zwgG4/+H/3eoSVGy+LFY',
    'P9ZXlgZGJGAE3UtClbLMrOsaPKFvAwUgh0dJiAILAUFGChEKAomDAgEBS1AKEgoECwAAREMHdVY7Lhc/TUWK+oIv8pFahDa9',
    'uMN9f0VLWKoMHc7G1l8FEhbGgRSxQZ+921B6UENT7UxFQooJFFA5QVJRSDVGN0Q4NlZPSlRFTUpXiwY7IAqQDiVLkp3VUe4/',
    'TOhTCgEKACELAYYALQcvDDIeGly1brc9rgXgCmpis38VJSe/kAgaC1i9F0BFAQZHj9RWz1ROnK/NrcD6kbFq',
  ],
} as const;

describe('packed entries of the log', () => {
  it('have the exact bytes of every receipt and acceptance that there is an example of, in a third at most', () => {
    const { vectors: listed } = JSON.parse(readFileSync(new URL('index.json', vectors), 'utf8'));
    const valid: { file: string; valid: boolean }[] = listed;
    const files = valid.filter((vector) => vector.valid).map(({ file }) => file);
    let [whole, small] = [0, 0];
    for (const name of files) {
      for (const bytes of Object.values(readVector(name))) {
        const stored = packJson(parse(bytes));
        assert.deepEqual(exactBytes(stored), bytes, name);
        whole += bytes.length;
        small += stored.length;
      }
    }
    assert.ok(files.length >= 5 && small < whole / 3, `${small} of ${whole}`);
  });

  it('that were packed once are read for ever', () => {
    for (const [kind, lines] of Object.entries(packed)) {
      const stored = Buffer.from(lines.join(''), 'base64');
      const vector = readVector('local.json');
      assert.deepEqual(exactBytes(stored), kind === 'receipt' ? vector.receipt : vector.acceptance);
    }
  });

  it('say whatever JSON can say', () => {
    const texts = fc.oneof(
      fc.constantFrom(...packedWords, 'dp-', ',', '__proto__'),
      fc.uuid(),
      fc.uuid().map((id) => `dp-${id}`),
      fc.uuid().map((id) => id.toUpperCase()),
      fc.stringMatching(/^[0-9a-f]{32}$/),
      fc.stringMatching(/^[0-9a-f]{64}$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.string({ unit: 'grapheme' }),
    );
    const numbers = fc.constantFrom(0, -0, -1, 0.5, 127, 128, Number.MAX_SAFE_INTEGER, 1e300);
    const leaf = fc.oneof(texts, fc.constantFrom(null, true, false), numbers, fc.integer());
    const shaped = fc
      .constantFrom(...packedShapes)
      .chain((names) =>
        fc.tuple(
          fc.shuffledSubarray([...names], { minLength: names.length }),
          fc.array(leaf, { minLength: names.length, maxLength: names.length }),
        ),
      )
      .map(([names, values]) => Object.fromEntries(names.map((name, place) => [name, values[place]])));
    const inner = fc.oneof(
      leaf,
      shaped,
      fc.array(leaf, { maxLength: 5 }),
      fc.dictionary(texts, leaf, { maxKeys: 3 }),
    );
    const value = fc.oneof(
      inner,
      fc.array(inner, { maxLength: 4 }),
      fc.dictionary(texts, inner, { maxKeys: 4 }),
    );
    fc.assert(
      fc.property(fc.dictionary(texts, value, { maxKeys: 6 }), (content) => {
        const json: JsonObject = JSON.parse(JSON.stringify(content));
        const stored = packJson(json);
        assert.ok(isPacked(stored));
        assert.deepEqual(canonicalBytes(unpackJson(stored)), canonicalBytes(json));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are refused when they are cut, or longer than what they say', () => {
    const stored = Buffer.from(packed.receipt.join(''), 'base64');
    for (let length = 0; length < stored.length; length += 1)
      assert.throws(() => unpackJson(stored.subarray(0, length)), RangeError, String(length));
    assert.throws(() => unpackJson(Buffer.concat([stored, Buffer.alloc(1)])), RangeError);
  });

  it('know each text and each list of names once, in as many bytes as there are', () => {
    assert.equal(new Set(packedWords).size, packedWords.length);
    assert.ok(packedWords.length <= 96 && packedShapes.length <= 128);
    assert.equal(new Set(packedShapes.map((names) => names.join())).size, packedShapes.length);
    for (const names of packedShapes) {
      assert.deepEqual(names, names.toSorted());
      assert.ok(names.every((name) => !name.includes(',')));
    }
  });
});
