import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../access/policies/decide.js';
import { parsePolicyDocument } from '../../access/policies/parsePolicyDocument.js';
import type { Grant } from '../../access/policies/types.js';
import type { Principal } from '../../access/principal.js';
import { asId, type DomainId, type IamUserId } from '../../ids.js';
import { decisionRequest, documentOf, policy } from '../../testing/policyArbitraries.js';
import { explainAccess, explainDependencies } from './explainAccess.js';

const principalWith = (grants: readonly Grant[]): Principal => ({
  userId: asId<IamUserId>('u'),
  userName: 'alice',
  domainId: asId<DomainId>('d'),
  domainName: 'd',
  isRoot: false,
  isOperator: false,
  iamRevision: '1',
  grants,
  credential: { kind: 'token', scope: { kind: 'none' } },
});

const grantsArbitrary = fc.array(policy, { maxLength: 5 }).map((all): Grant[] =>
  all.map((each, index) => ({
    policy: {
      id: `${index}`,
      name: `p${index}`,
      model: each.model,
      ...parsePolicyDocument(each.model, documentOf(each)),
    },
    scope: each.scope,
  })),
);

describe('an explanation of any policies and any request', () => {
  it('A8: is the decision itself, and its dependencies account for it', () => {
    const seen = { allowed: 0, failed: 0, notNeeded: 0 };
    fc.assert(
      fc.property(grantsArbitrary, decisionRequest, (grants, request) => {
        const principal = principalWith(grants);
        const decision = decide(grants, request);
        const verdict = explainAccess(principal, { asked: 'route' }, request);
        assert.equal(verdict.allowed, decision.allowed);
        assert.deepEqual(verdict.by, decision.by);
        const dependencies = explainDependencies(principal, request);
        assert.deepEqual(
          dependencies.map(({ asked }) => asked),
          request.dependencies,
        );
        const failed = dependencies.find((each) => each.decision?.allowed === false);
        if (decision.allowed) {
          assert.equal(failed, undefined);
          if (dependencies.length > 0) {
            if (dependencies[0]?.decision === undefined) seen.notNeeded += 1;
            else seen.allowed += 1;
          }
        } else if (dependencies.every(({ asked }) => asked.action !== request.action)) {
          // Denied for a dependency's sake: the first that fails is the one that is named.
          if (decision.action === request.action) return;
          assert.equal(failed?.asked.action, decision.action);
          if (failed?.decision?.allowed === false) assert.equal(failed.decision.kind, decision.kind);
          seen.failed += 1;
        }
      }),
      { numRuns: 3000 },
    );
    for (const [kind, count] of Object.entries(seen)) assert.ok(count > 5, `${kind}: ${count}`);
  });
});
