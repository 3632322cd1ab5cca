import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sameCall } from '../../pages/publishedCall.js';
import { differencesOf } from '../../testing/definitions/compareOperation.js';
import { knownDifferences } from '../../testing/definitions/knownDifferences.js';
import { readDefinitions } from '../../testing/definitions/readDefinitions.js';
import { routedOperations } from '../../testing/definitions/routedFields.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let held: readonly string[];
let differences: readonly string[];
before(async () => {
  service = await startTestService();
  const published = new Map(readDefinitions().map((operation) => [sameCall(operation), operation]));
  const routed = routedOperations((await service.call('GET', '//openapi.json')).body);
  const pairs = routed.flatMap((route) => {
    const definition = published.get(sameCall(route));
    return definition === undefined ? [] : [[definition, route] as const];
  });
  held = pairs.map(([, { operationId }]) => operationId);
  differences = pairs.flatMap(([definition, route]) => differencesOf(definition, route));
});
after(() => service.remove());

describe('the published definitions', () => {
  it('are there for most operations, those that cannot be undone among them', () => {
    for (const operation of ['DeleteDesktop', 'BatchDeleteDesktops', 'CreateDesktop', 'KeystoneCreateToken'])
      assert.ok(held.includes(operation), operation);
  });

  it('are kept: parameters, fields, limits, answers, actions and traces differ only where it is said why', () => {
    const known = new Set(knownDifferences.flatMap((each) => each.differences));
    assert.deepEqual(
      differences.filter((difference) => !known.has(difference)),
      [],
      'mend these, or name them with their reason in testing/definitions/knownDifferences.ts',
    );
  });

  it('are not said to differ where they do not', () => {
    const now = new Set(differences);
    const stale = knownDifferences.flatMap((each) => each.differences).filter((each) => !now.has(each));
    assert.deepEqual(stale, []);
  });

  it('differ for one reason each', () => {
    const all = knownDifferences.flatMap((each) => each.differences);
    assert.deepEqual(
      all.filter((difference, index) => all.indexOf(difference) !== index),
      [],
    );
  });
});
