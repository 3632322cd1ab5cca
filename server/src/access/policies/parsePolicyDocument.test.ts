import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allow, document, refusal, withCondition } from '../../testing/policyDocuments.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';

describe('a policy document', () => {
  it('is taken in both models, and kept as it was written, without white space', () => {
    const text = ` { "Version" : "1.1", "Statement": [ {"Effect":"Allow",\n"Action":["a:B:c*"]} ] } `;
    assert.equal(
      parsePolicyDocument('role', text).canonical,
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["a:B:c*"]}]}',
    );
    const identity = document('identity', {
      Sid: 'One',
      Effect: 'Deny',
      NotAction: ['*:*:get?', 'sts::decodeAuthorizationMessage'],
      NotResource: ['iam::acct:agency:path/to/name', '*'],
      Condition: {
        'ForAnyValue:StringNotEqualsIfExists': { 'g:RequestTag/所有者': 'é', 'g:TagKeys': ['', 'b'] },
      },
    });
    const parsed = parsePolicyDocument('identity', identity);
    assert.equal(parsed.canonical, identity);
    assert.equal(parsed.statements[0]?.label, 'One');
  });

  it('is held to the grammar of its own model', () => {
    assert.equal(refusal('role', document('identity', allow)).code, 'IAM.1024');
    assert.equal(refusal('identity', document('role', allow)).path, '$.Version');
    assert.equal(refusal('role', '{"Version":"1.0","Statement":[]}').code, 'IAM.1024');
    assert.equal(refusal('role', '{"Version":1.1,"Statement":[]}').code, 'IAM.1024');
    const only: readonly (readonly [unknown, string, string])[] = [
      [{ ...allow, Sid: 'x' }, 'IAM.1059', '$.Statement[0].Sid'],
      [{ ...allow, NotResource: ['*'] }, 'IAM.1059', '$.Statement[0].NotResource'],
      [
        { ...allow, Resource: ['workspace:${g:ProjectName}:*:desktop:*'] },
        'IAM.1047',
        '$.Statement[0].Resource[0]',
      ],
      [{ Effect: 'Allow', Action: ['a:b:c?'] }, 'IAM.1035', '$.Statement[0].Action[0]'],
      [
        withCondition({ IpAddress: { 'g:SourceIp': ['10.0.0.0/8'] } }),
        'IAM.1051',
        '$.Statement[0].Condition.IpAddress',
      ],
      [
        withCondition({ Bool: { 'g:MFAPresent': 'true' } }),
        'IAM.1053',
        '$.Statement[0].Condition.Bool["g:MFAPresent"]',
      ],
      [
        withCondition({ StringEquals: { 'g:UserName': [''] } }),
        'IAM.1056',
        '$.Statement[0].Condition.StringEquals["g:UserName"][0]',
      ],
    ];
    for (const [statement, code, path] of only) {
      const error = refusal('role', document('role', statement));
      assert.deepEqual([error.code, error.path], [code, path]);
      parsePolicyDocument('identity', document('identity', statement));
    }
  });

  it('keeps to the limits of Version 1.1', () => {
    const condition = (count: number): unknown =>
      withCondition({
        StringEquals: { 'g:UserName': Array.from({ length: count }, (_, index) => `u${index}`) },
      });
    const operators = ['String', 'StringNot'].flatMap((start) =>
      ['Match', 'StartWith', 'EndWith'].flatMap((end) => [`${start}${end}`, `${start}${end}IfExists`]),
    );
    const many = (count: number): unknown =>
      withCondition(
        Object.fromEntries(operators.slice(0, count).map((name) => [name, { 'g:UserName': ['a'] }])),
      );
    const resources = (count: number): unknown => ({
      ...allow,
      Resource: Array.from({ length: count }, () => '*'),
    });
    const actions = (count: number): unknown => ({
      Effect: 'Allow',
      Action: Array.from({ length: count }, () => '*'),
    });
    for (const [make, max, code] of [
      [condition, 10, 'IAM.1054'],
      [many, 10, 'IAM.1050'],
      [resources, 10, 'IAM.1040'],
      [actions, 100, 'IAM.1033'],
    ] as const) {
      parsePolicyDocument('role', document('role', make(max)));
      assert.equal(refusal('role', document('role', make(max + 1))).code, code);
    }
    parsePolicyDocument('role', document('role', ...Array.from({ length: 8 }, () => allow)));
    assert.equal(
      refusal('role', document('role', ...Array.from({ length: 9 }, () => allow))).code,
      'IAM.1028',
    );
    assert.equal(refusal('role', document('role')).code, 'IAM.1028');
    const exact = document('role', allow).padEnd(6144);
    parsePolicyDocument('role', exact);
    assert.equal(refusal('role', `${exact} `).code, 'IAM.1021');
  });

  it('has each Sid once', () => {
    const error = refusal('identity', document('identity', { Sid: 'A', ...allow }, { Sid: 'A', ...allow }));
    assert.equal(error.path, '$.Statement[1]');
    refusal('identity', document('identity', { ...allow, Sid: '#1' }));
    refusal('identity', document('identity', { ...allow, Sid: 'x'.repeat(129) }));
  });

  it('has a Sid in any script, or an empty one, which is none', () => {
    const sids = ['', '允许删除（测试）', 'Разрешить: всё', "l'été & l'hiver", '', 'x'.repeat(128)];
    const text = document('identity', ...sids.map((Sid) => ({ ...allow, Sid })));
    assert.deepEqual(
      parsePolicyDocument('identity', text).statements.map(({ label }) => label),
      ['#1', '允许删除（测试）', 'Разрешить: всё', "l'été & l'hiver", '#5', 'x'.repeat(128)],
    );
  });

  it('of Version 1.1 may name resources by the path of a call, and of those there are none here', () => {
    const uri = { ...allow, Resource: { uri: ['/iam/agencies/b36b1258b5dc41a4aa8255508xxx', '/iam/*'] } };
    assert.equal(parsePolicyDocument('role', document('role', uri)).canonical, document('role', uri));
    for (const [Resource, code, path] of [
      [{ uri: [] }, 'IAM.1040', '$.Statement[0].Resource.uri'],
      [{ uri: '/iam' }, 'IAM.1049', '$.Statement[0].Resource.uri'],
      [{ uri: ['*'] }, 'IAM.1047', '$.Statement[0].Resource.uri[0]'],
      [{ uri: ['/iam'], urn: [] }, 'IAM.1049', '$.Statement[0].Resource'],
      [{}, 'IAM.1049', '$.Statement[0].Resource'],
    ] as const) {
      const error = refusal('role', document('role', { ...allow, Resource }));
      assert.deepEqual([error.code, error.path], [code, path]);
    }
    assert.equal(refusal('identity', document('identity', uri)).path, '$.Statement[0].Resource');
  });

  it('with a key that comes twice is refused, also when the key is spelt with an escape', () => {
    const twice = refusal('role', '{"Version":"1.1","Version":"1.1","Statement":[]}');
    assert.deepEqual([twice.code, twice.path], ['IAM.1059', '$.Version']);
    const escaped = '{"Version":"5.0","Statement":[{"Effect":"Deny","\\u0045ffect":"Allow","Action":["*"]}]}';
    assert.equal(refusal('identity', escaped).path, '$.Statement[0].Effect');
    refusal('identity', '{"Version":"5.0","__proto__":{},"Statement":[]}');
  });

  it('with look-alike letters in an action is refused, and the message shows which', () => {
    const error = refusal(
      'identity',
      document('identity', { Effect: 'Deny', Action: ['workspace:d\u0435sktops:get'] }),
    );
    assert.match(error.reason, /workspace:d<U\+0435>sktops:get/);
    refusal('identity', document('identity', { Effect: 'Deny', Action: ['ｗorkspace:a:b'] }));
    refusal('identity', document('identity', withCondition({ StringEquals: { 'g:UserN\u0430me': ['a'] } })));
  });

  it('with characters that cannot be seen is refused', () => {
    for (const hidden of ['\u0000', '\u0007', '\u200b', '\u202e', '\ufeff', '\u2028', '\ud800', '\u0085']) {
      const value = { StringEquals: { 'g:UserName': [`a${hidden}b`] } };
      const error = refusal('identity', document('identity', withCondition(value)));
      assert.doesNotMatch(error.message, /[^ -~…]/);
    }
    refusal('role', `\ufeff${document('role', allow)}`);
    refusal('role', document('role', allow).replace('Allow', 'Al\tlow'));
  });

  it('that is no JSON is refused', () => {
    const good = document('role', allow);
    for (const text of [
      '',
      ' ',
      'x',
      '[]',
      'null',
      '"Allow"',
      '{',
      '{"',
      `${good},`,
      `${good}${good}`,
      `[${good}]`,
    ])
      refusal('role', text);
    for (const [from, to] of [
      ['"]', '",]'],
      ['"Effect"', 'Effect'],
      ['"Effect"', "'Effect'"],
      ['{"Effect"', '{/* c */"Effect"'],
      ['"1.1"', '01'],
      ['}]}', '},]}'],
      [',"Action"', ' "Action"'],
    ] as const)
      refusal('role', good.replace(from, to));
  });

  it('that is very long or very deep is refused at once', () => {
    const began = process.cpuUsage();
    refusal('identity', '['.repeat(10_000));
    refusal('identity', '{"a":'.repeat(10_000));
    refusal('identity', `{"Version":"5.0","Statement":${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
    const long = refusal('identity', document('identity', allow).padEnd(1_048_576));
    assert.match(long.reason, /131072 is the most/);
    refusal('identity', '"'.padEnd(131_072, '\\'));
    refusal('identity', `{"${'k'.repeat(131_000)}":1}`);
    assert.ok(process.cpuUsage(began).user < 10_000_000, 'ten seconds of the processor');
  });
});
