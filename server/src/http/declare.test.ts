import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Type } from 'typebox';
import { iam5, keystone, workspace } from './declare.js';
import { paging } from './schemas/paging.js';

const answers = { 200: Type.Object({}) };
const asking = (query: ReturnType<typeof Type.Object>) => () =>
  workspace('ListDesktops', 'List desktops', { query, answers });

describe('the declaration of a route', () => {
  it('refuses a number or a list of the query without an upper bound (A6)', () => {
    assert.throws(
      asking(Type.Object({ offset: Type.Integer({ minimum: 0 }) })),
      /ListDesktops: offset has no maximum/,
    );
    assert.throws(asking(Type.Object({ limit: Type.Optional(Type.Integer()) })), /limit has no maximum/);
    assert.throws(asking(Type.Object({ ids: Type.Array(Type.String()) })), /ids has no maxItems/);
    assert.doesNotThrow(asking(Type.Object(paging({ max: 100 }))));
  });

  it("adds the family's errors, and the project to what the path names", () => {
    const { config, schema } = workspace('ShowDesktopDetail', 'Show a desktop', {
      path: { desktop_id: Type.String() },
      answers,
    });
    assert.deepEqual(config.declaration, { operation: 'ShowDesktopDetail', family: 'workspace' });
    assert.deepEqual(Object.keys(schema.params.properties), ['project_id', 'desktop_id']);
    assert.equal(schema.response[200], answers[200]);
    assert.ok('error_code' in schema.response[404].properties);
  });

  it('names no path where there is nothing in it, and keeps an error answer of its own', () => {
    const own = Type.Object({ ready: Type.Boolean() });
    const { schema } = keystone('KeystoneListUsers', 'Users', { answers: { ...answers, 503: own } });
    assert.equal(Object.hasOwn(schema, 'params'), false);
    assert.equal(schema.response[503], own);
    assert.equal(iam5('ListPoliciesV5', 'Policies', { answers }).config.declaration.family, 'iam5');
  });
});
