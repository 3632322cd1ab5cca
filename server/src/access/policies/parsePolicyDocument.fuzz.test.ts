import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { documentOf, policy } from '../../testing/policyArbitraries.js';
import { type ParsedPolicy, parsePolicyDocument } from './parsePolicyDocument.js';
import { PolicyError } from './policyError.js';
import type { PolicyModel } from './types.js';

/** Undefined: refused, in the only way that is allowed. */
function attempt(model: PolicyModel, text: string): ParsedPolicy | undefined {
  try {
    return parsePolicyDocument(model, text);
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error));
    assert.ok(error.code.length <= 12 && error.path.startsWith('$') && error.message.length < 600);
    assert.doesNotMatch(error.message, /[^ -~…]/);
    return undefined;
  }
}

/** What is accepted is plain JSON that means the same to every reader, and comes back as itself. */
function checkAccepted(model: PolicyModel, text: string, parsed: ParsedPolicy): void {
  assert.deepEqual(JSON.parse(parsed.canonical), JSON.parse(text));
  const again = parsePolicyDocument(model, parsed.canonical);
  assert.equal(again.canonical, parsed.canonical);
  assert.equal(again.statements.length, parsed.statements.length);
  assert.ok(parsed.statements.length > 0);
}

const model = fc.constantFrom('role' as const, 'identity' as const);

describe('reading a policy document', () => {
  it('takes every document of its grammar, and none of the other', () => {
    fc.assert(
      fc.property(policy, (each) => {
        const text = documentOf(each);
        checkAccepted(each.model, text, parsePolicyDocument(each.model, text));
        assert.equal(attempt(each.model === 'role' ? 'identity' : 'role', text), undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses any text that is no policy, without breaking', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'u0000',
      '"Version"',
      '"5.0"',
      '"Statement"',
      'null',
      '1e9',
    ];
    const soup = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), {
        maxLength: 40,
      })
      .map((parts) => parts.join(''));
    const any = fc.oneof(fc.string({ unit: 'binary' }), soup, fc.json());
    fc.assert(
      fc.property(model, any, (each, text) => {
        assert.equal(attempt(each, text), undefined);
      }),
      { numRuns: 4000 },
    );
  });

  it('refuses a changed document, or takes it for exactly what it now says', () => {
    const change = fc.record({
      at: fc.nat(),
      take: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom(
          '',
          '"',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '\\',
          '\\u0041',
          '*',
          '?',
          '\u0000',
          '\u0430',
          ' ',
          '${',
        ),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
    });
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(policy, fc.array(change, { minLength: 1, maxLength: 3 }), (each, changes) => {
        let text = documentOf(each);
        for (const { at, take, put } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put + text.slice(place + take);
        }
        const parsed = attempt(each.model, text);
        if (parsed === undefined) seen.refused += 1;
        else {
          seen.accepted += 1;
          checkAccepted(each.model, text, parsed);
        }
      }),
      { numRuns: 4000 },
    );
    assert.ok(seen.refused > 500 && seen.accepted > 50, JSON.stringify(seen));
  });

  it('refuses a document of which any part is missing at the end', () => {
    fc.assert(
      fc.property(policy, fc.nat(), (each, cut) => {
        const text = documentOf(each);
        assert.equal(attempt(each.model, text.slice(0, cut % text.length)), undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
