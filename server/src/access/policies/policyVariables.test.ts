import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allow, document, refusal } from '../../testing/policyDocuments.js';
import type { ConditionKeys } from './conditionKeys.js';
import { decide } from './decide.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import type { PolicyModel } from './types.js';

const models = ['role', 'identity'] as const;
const name = 'g:UserName';

/** Whether a statement applies: it is the only one, and it allows. */
function applies(
  model: PolicyModel,
  statement: object,
  keys: Readonly<Record<string, readonly string[]>>,
  resource?: string,
): boolean {
  const whole = { Effect: 'Allow', Action: ['workspace:desktops:delete'], ...statement };
  const text = JSON.stringify({ Version: model === 'role' ? '1.1' : '5.0', Statement: [whole] });
  const policy = { id: 'p', name: 'P', model, ...parsePolicyDocument(model, text) };
  const values: ConditionKeys = new Map(Object.entries(keys));
  const request = { action: 'workspace:desktops:delete', resource, dependencies: [], keys: values };
  const everywhere = { projectId: undefined, enterpriseProjectId: undefined };
  return decide([{ policy, scope: { kind: 'everywhere' } }], { ...request, ...everywhere }).allowed;
}

/** What a text with variables stands for: whether it equals a tag's value. */
function standsFor(text: string, value: string, keys: Readonly<Record<string, readonly string[]>>): boolean {
  const found = models.map((model) =>
    applies(
      model,
      { Condition: { StringEquals: { 'g:ResourceTag/t': [text] } } },
      { ...keys, 'g:ResourceTag/t': [value] },
    ),
  );
  assert.equal(found[0], found[1], 'both grammars say the same');
  return found[0] ?? false;
}

describe('A8: a policy variable', () => {
  it('stands for the single value of its key, whose name is read without case and without the blanks around it', () => {
    for (const text of ['${g:UserName}', '${G:USERNAME}', '${ g:username }', "${g:UserName,'x'}"])
      assert.equal(standsFor(text, 'bob', { [name]: ['bob'] }), true, text);
    assert.equal(
      standsFor('a-${g:UserName}-${g:UserId}-z', 'a-bob-7-z', { [name]: ['bob'], 'g:UserId': ['7'] }),
      true,
    );
    assert.equal(standsFor('${g:resourcetag/Owner}', 'bob', { 'g:ResourceTag/Owner': ['bob'] }), true);
    assert.equal(standsFor('${g:ResourceTag/owner}', 'bob', { 'g:ResourceTag/Owner': ['bob'] }), false);
    assert.equal(standsFor('${g:UserName}', '', { [name]: [''] }), true);
  });

  it('has a default in quotes for what cannot be replaced; a quote in it is doubled, its case counts', () => {
    for (const keys of [{}, { [name]: [] }, { [name]: ['a', 'b'] }]) {
      assert.equal(standsFor("${g:UserName, 'Nobody'}", 'Nobody', keys), true);
      assert.equal(standsFor("${g:UserName, 'Nobody'}", 'nobody', keys), false);
      assert.equal(standsFor("${ g:UserName ,  'it''s }, ok' }", "it's }, ok", keys), true);
      assert.equal(standsFor("${g:UserName,''}", '', keys), true);
    }
    assert.equal(standsFor("${g:UserName, 'nobody'}", 'nobody', { [name]: ['bob'] }), false);
    for (const text of ["${, 'x'}", "${g:Nobody, 'x'}", "${no key, 'x'}"])
      assert.equal(standsFor(text, 'x', {}), true, text);
  });

  it('that is missing, many-valued, empty or malformed keeps its statement from applying to anything', () => {
    const broken = ['${', '${}', '${ }', '${g:UserName', '${UserName}', '${g:Nobody}', '${g:UserName, x}'];
    for (const text of [
      ...broken,
      "${g:UserName, 'x}",
      "${g:UserName 'x'}",
      "${g:UserName, 'x' y}",
      '${a${g:UserName}}',
    ])
      for (const value of [text, '', 'bob', 'x'])
        assert.equal(standsFor(text, value, { [name]: ['bob'] }), false, text);
    for (const values of [[], ['a', 'b']])
      assert.equal(standsFor('${g:UserName}', 'a', { [name]: values }), false);
    const keys = { 'g:ResourceTag/t': ['t'] };
    for (const model of models)
      for (const condition of [
        { StringNotEquals: { 'g:ResourceTag/t': ['${g:UserName}'] } },
        { StringEquals: { 'g:ResourceTag/t': ['t', '${g:UserName}'] } },
        { StringEqualsIfExists: { 'g:ResourceTag/u': ['${g:UserName}'] } },
        { 'ForAllValues:StringEquals': { 'g:ResourceTag/u': ['${g:UserName}'] } },
      ])
        assert.equal(applies(model, { Condition: condition }, keys), false, JSON.stringify(condition));
    const desktop = 'workspace:r:a:desktop:d-1';
    const resources = [desktop, '*'].map((each) => ({
      Resource: [each, 'workspace:*:*:desktop:${g:UserName}'],
    }));
    for (const statement of [...resources, { NotResource: ['workspace:*:*:user:${g:UserName}'] }])
      assert.equal(applies('identity', statement, {}, desktop), false, JSON.stringify(statement));
  });

  it('that cannot be replaced switches a Deny off', () => {
    const deny = {
      Effect: 'Deny',
      Action: ['*'],
      Condition: { StringNotEquals: { 'g:ResourceTag/owner': ['${g:UserName}'] } },
    };
    const text = JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['*'] }, deny] });
    const policy = {
      id: 'p',
      name: 'P',
      model: 'identity' as const,
      ...parsePolicyDocument('identity', text),
    };
    const allowed = (keys: ConditionKeys): boolean =>
      decide([{ policy, scope: { kind: 'everywhere' } }], {
        action: 'workspace:desktops:delete',
        resource: undefined,
        dependencies: [],
        keys,
        projectId: undefined,
        enterpriseProjectId: undefined,
      }).allowed;
    assert.equal(allowed(new Map([[name, ['bob']]])), false);
    assert.equal(allowed(new Map()), true);
  });

  it('named *, ? or $ is that character, and no wildcard', () => {
    for (const [text, value] of [
      ['${*}', '*'],
      ['${?}', '?'],
      ['${$}', '$'],
      ['${ * }', '*'],
      ['${$}{g:UserName}', '${g:UserName}'],
      ['$', '$'],
      ['$g {x} }', '$g {x} }'],
    ] as const)
      assert.equal(standsFor(text, value, { [name]: ['bob'] }), true, text);
    const matches = (pattern: string, value: string): boolean =>
      applies('role', { Condition: { StringMatch: { 'g:UserId': [pattern] } } }, { 'g:UserId': [value] });
    assert.equal(matches('a${*}?*', 'a*bc'), true);
    assert.equal(matches('a${*}?*', 'axbc'), false);
    assert.equal(matches('${?}?', '?x'), true);
    assert.equal(matches('${?}?', 'xx'), false);
  });

  it('puts in what is literal, and is replaced once', () => {
    for (const user of ['*', '?', 'b*', '${g:UserId}', '${*}']) {
      const keys = { [name]: [user], 'g:UserId': ['bob'] };
      for (const operator of [
        'StringMatch',
        'StringEquals',
        'StringEqualsIgnoreCase',
        'StringStartWith',
        'StringEndWith',
      ])
        for (const model of models) {
          const statement = { Condition: { [operator]: { 'g:ResourceTag/t': ['${g:UserName}'] } } };
          assert.equal(
            applies(model, statement, { ...keys, 'g:ResourceTag/t': [user] }),
            true,
            `${operator} ${user}`,
          );
          assert.equal(
            applies(model, statement, { ...keys, 'g:ResourceTag/t': ['bob'] }),
            false,
            `${operator} ${user}`,
          );
        }
      const desktops = { Resource: ['workspace:*:*:desktop:${g:UserName}'] };
      for (const model of models) {
        assert.equal(applies(model, desktops, keys, `workspace:r:a:desktop:${user}`), true);
        assert.equal(applies(model, desktops, keys, 'workspace:r:a:desktop:bob'), false);
      }
    }
  });

  it('stands in the path of a resource, in Version 5.0 in each of its parts', () => {
    const keys = {
      [name]: ['bob'],
      'g:ProjectName': ['R'],
      'g:UserId': ['WORKSPACE'],
      'g:DomainId': ['r:a:desktop'],
    };
    const on = (model: PolicyModel, resource: string, urn: string): boolean =>
      applies(model, { Resource: [resource] }, keys, urn);
    for (const model of models) {
      assert.equal(on(model, 'Workspace:*:*:Desktop:${g:UserName}-*', 'workspace:R:a:desktop:bob-1'), true);
      assert.equal(on(model, 'workspace:*:*:desktop:${g:UserName}-*', 'workspace:R:a:desktop:ann-1'), false);
      assert.equal(
        on(model, "workspace:*:*:desktop:${g:Nobody, 'no body: x'}", 'workspace:R:a:desktop:no body: x'),
        true,
      );
    }
    assert.equal(
      on('identity', "${g:UserId}:${g:ProjectName}:a:${g:Nobody, 'DeskTop'}:*", 'workspace:R:a:desktop:d'),
      true,
    );
    assert.equal(on('identity', 'workspace:${g:ProjectName}:a:desktop:*', 'workspace:r:a:desktop:d'), false);
    // What is put in brings no further parts along.
    assert.equal(on('identity', 'workspace:${g:DomainId}:d:*:*', 'workspace:r:a:desktop:d:x:y'), false);
  });

  it('may stand in a document 200 times, wherever in it: each is replaced anew for every thing of a list', () => {
    const some = (count: number): string => '${g:UserName}'.repeat(count);
    for (const model of models) {
      const holding = (count: number): string =>
        document(
          model,
          { ...allow, Condition: { StringEquals: { 'g:UserId': [some(70)] } } },
          { ...allow, Condition: { StringMatch: { 'g:UserId': [some(count - 130)] } } },
          { ...allow, Resource: [`workspace:*:*:desktop:${some(60)}`] },
        );
      assert.equal(parsePolicyDocument(model, holding(200)).statements.length, 3);
      assert.equal(refusal(model, holding(201)).fault, 'variableCount');
    }
  });
});
