import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { meeting } from '../../testing/conditionArbitraries.js';
import { naiveDecision } from '../../testing/naiveDecision.js';
import { glob } from '../../testing/naiveVariables.js';
import {
  broadPolicy,
  decisionRequest,
  documentOf,
  policy,
  resourcePattern,
} from '../../testing/policyArbitraries.js';
import { decide } from './decide.js';
import { limitsFor } from './limitsFor.js';
import { compilePattern } from './matchText.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import type { Grant } from './types.js';

const policies = fc.array(policy, { maxLength: 5 });

function grantsOf(
  all: readonly (typeof policies extends fc.Arbitrary<infer T> ? T : never)[number][],
): Grant[] {
  return all.map((each, index) => ({
    policy: {
      id: `${index}`,
      name: `p${index}`,
      model: each.model,
      ...parsePolicyDocument(each.model, documentOf(each)),
    },
    scope: each.scope,
  }));
}

describe('decisions on any policies and any request', () => {
  it('A8: are those of a second model that reads the documents word by word', () => {
    const seen = { allowed: 0, explicit: 0, implicit: 0, dependency: 0 };
    fc.assert(
      fc.property(policies, decisionRequest, (all, request) => {
        const decision = decide(grantsOf(all), request);
        const naive = naiveDecision(all, request);
        assert.equal(decision.allowed, naive.allowed);
        if (decision.allowed) seen.allowed += 1;
        else {
          assert.equal(decision.kind, naive.explicit ? 'explicit' : 'implicit');
          assert.equal(decision.action, naive.action);
          seen[decision.kind] += 1;
          if (decision.action !== request.action) seen.dependency += 1;
        }
      }),
      { numRuns: 4000 },
    );
    // The comparison is worth something only if every kind of decision came up.
    for (const [kind, count] of Object.entries(seen)) assert.ok(count > 15, `${kind}: ${count}`);
  });

  it('A8: agree with it on each condition and resource by itself', () => {
    const resources = fc.option(
      fc.tuple(
        fc.constantFrom('Resource', 'NotResource'),
        fc.array(resourcePattern('identity'), { minLength: 1, maxLength: 2 }),
      ),
      { nil: undefined },
    );
    const effect = fc.constantFrom('Allow' as const, 'Deny' as const);
    fc.assert(
      fc.property(meeting, effect, resources, decisionRequest, ({ condition, values }, Effect, urns, any) => {
        const statement = {
          Effect,
          Action: ['*'],
          Condition: condition,
          ...(urns === undefined ? {} : { [urns[0]]: urns[1] }),
        };
        const statements = [
          statement,
          ...(Effect === 'Deny' ? [{ Effect: 'Allow' as const, Action: ['*'] }] : []),
        ];
        const all = [{ model: 'identity' as const, scope: { kind: 'everywhere' as const }, statements }];
        const keys = new Map([
          ...any.keys,
          ...(values === undefined ? [] : [['g:ResourceTag/a', values] as const]),
        ]);
        const request = { ...any, keys };
        assert.equal(decide(grantsOf(all), request).allowed, naiveDecision(all, request).allowed);
      }),
      { numRuns: 4000 },
    );
  });

  it('A8: only lose by another Deny, whatever else is there', () => {
    fc.assert(
      fc.property(policies, decisionRequest, (all, request) => {
        const deny = { Effect: 'Deny' as const, Action: [request.action] };
        const denying = {
          model: 'identity' as const,
          scope: { kind: 'everywhere' as const },
          statements: [deny],
        };
        const decision = decide(grantsOf([...all, denying]), request);
        assert.ok(!decision.allowed && decision.kind === 'explicit');
      }),
      { numRuns: 500 },
    );
  });

  it('show in a list exactly what may be read one by one, and depend on nothing that is not named', () => {
    const seen = { all: 0, none: 0, some: 0 };
    const tags = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('a', 'ab', '1', 'true', 'd-1', '*'),
    );
    const items = fc.array(
      fc.record({
        resource: fc.constantFrom('workspace:r1:acct:desktop:d-1', 'workspace:r1:acct:desktop:d-2'),
        tags: tags.map((each) => new Map(Object.entries(each))),
        enterpriseProjectId: fc.constantFrom('0', 'ep-1', 'ep-2'),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        fc.oneof(policies, fc.array(broadPolicy, { maxLength: 3 })),
        decisionRequest,
        items,
        (all, any, list) => {
          const grants = grantsOf(all);
          const own = [...any.keys].filter(([key]) => !/^g:(ResourceTag|EnterpriseProjectId)/.test(key));
          const request = { ...any, resource: undefined, enterpriseProjectId: undefined, keys: new Map(own) };
          const limits = limitsFor(grants, request);
          seen[limits.kind] += 1;
          for (const item of list) {
            const keys = new Map([
              ...request.keys,
              ['g:EnterpriseProjectId', [item.enterpriseProjectId]] as const,
              ...[...item.tags].map(([key, value]) => [`g:ResourceTag/${key}`, [value]] as const),
            ]);
            const { resource, enterpriseProjectId } = item;
            const one = decide(grants, { ...request, resource, enterpriseProjectId, keys }).allowed;
            if (limits.kind !== 'some') {
              assert.equal(one, limits.kind === 'all');
              continue;
            }
            assert.equal(limits.allows(item), one);
            const { on } = limits;
            const known = {
              resource: on.resource ? resource : undefined,
              enterpriseProjectId: on.enterpriseProject ? enterpriseProjectId : 'any',
              tags: new Map([...item.tags].filter(([key]) => on.tags.has(key))),
            };
            assert.equal(limits.allows(known), one);
          }
        },
      ),
      { numRuns: 3000 },
    );
    for (const [kind, count] of Object.entries(seen)) assert.ok(count > 15, `${kind}: ${count}`);
  });
});

describe('a pattern', () => {
  it('fits what a search that tries every way fits', () => {
    const letters = (extra: readonly string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom('a', 'b', ...extra), { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters(['*', '*', '?']), letters([]), (pattern, text) => {
        assert.equal(compilePattern(pattern, '*?')(text), glob(pattern, text));
        const stars = pattern.replaceAll('?', 'a');
        assert.equal(compilePattern(stars, '*')(text), glob(stars, text));
      }),
      { numRuns: 5000 },
    );
  });
});
