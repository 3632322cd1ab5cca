import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allow, document, refusal, withCondition } from '../../testing/policyDocuments.js';

/** Statement, code for Version 1.1, path. Version 5.0 refuses the same with its one code. */
const refusedByBoth: readonly (readonly [string, unknown, string, string])[] = [
  ['no object', 'Allow', 'IAM.1027', '$.Statement[0]'],
  ['an unknown element', { ...allow, Actions: [] }, 'IAM.1059', '$.Statement[0].Actions'],
  ['a principal', { ...allow, Principal: { IAM: ['x'] } }, 'IAM.1059', '$.Statement[0].Principal'],
  ['no effect', { Action: ['*'] }, 'IAM.1029', '$.Statement[0]'],
  ['an effect in lower case', { ...allow, Effect: 'allow' }, 'IAM.1029', '$.Statement[0].Effect'],
  ['no action', { Effect: 'Deny' }, 'IAM.1030', '$.Statement[0]'],
  ['an action outside a list', { Effect: 'Allow', Action: '*' }, 'IAM.1030', '$.Statement[0].Action'],
  ['no actions in the list', { Effect: 'Allow', Action: [] }, 'IAM.1033', '$.Statement[0].Action'],
  [
    'an action that is a number',
    { Effect: 'Allow', Action: ['*', 1] },
    'IAM.1060',
    '$.Statement[0].Action[1]',
  ],
  ['Action and NotAction', { ...allow, NotAction: ['*'] }, 'IAM.1031', '$.Statement[0]'],
  ['two parts', { Effect: 'Allow', Action: ['workspace:get'] }, 'IAM.1035', '$.Statement[0].Action[0]'],
  ['four parts', { Effect: 'Allow', Action: ['a:b:c:d'] }, 'IAM.1035', '$.Statement[0].Action[0]'],
  [
    'a look-alike letter in a service',
    { Effect: 'Allow', Action: ['w\u043erkspace:*:*'] },
    'IAM.1035',
    '$.Statement[0].Action[0]',
  ],
  ['a space', { Effect: 'Allow', Action: ['a:b:c '] }, 'IAM.1035', '$.Statement[0].Action[0]'],
  [
    'an action too long',
    { Effect: 'Allow', Action: [`a:b:${'c'.repeat(125)}`] },
    'IAM.1034',
    '$.Statement[0].Action[0]',
  ],
  ['a resource of four parts', { ...allow, Resource: ['a:b:c:d'] }, 'IAM.1047', '$.Statement[0].Resource[0]'],
  ['a resource outside a list', { ...allow, Resource: '*' }, 'IAM.1049', '$.Statement[0].Resource'],
  ['no resources in the list', { ...allow, Resource: [] }, 'IAM.1040', '$.Statement[0].Resource'],
  [
    'a resource too long',
    { ...allow, Resource: [`a:b:c:d:${'e'.repeat(1500)}`] },
    'IAM.1042',
    '$.Statement[0].Resource[0]',
  ],
  [
    'a variable for a whole resource',
    { ...allow, Resource: ['${g:UserName}'] },
    'IAM.1047',
    '$.Statement[0].Resource[0]',
  ],
  [
    'a variable where a number is wanted',
    withCondition({ NumberEquals: { 'g:MFAAge': ['${g:UserName}'] } }),
    'IAM.1057',
    '$.Statement[0].Condition.NumberEquals["g:MFAAge"][0]',
  ],
  ['an empty condition', withCondition({}), 'IAM.1050', '$.Statement[0].Condition'],
  ['a condition that is a list', withCondition([]), 'IAM.1050', '$.Statement[0].Condition'],
  [
    'an unknown operator',
    withCondition({ StringLike: { 'g:UserName': ['a'] } }),
    'IAM.1051',
    '$.Statement[0].Condition.StringLike',
  ],
  [
    'an operator in the wrong case',
    withCondition({ stringEquals: { 'g:UserName': ['a'] } }),
    'IAM.1051',
    '$.Statement[0].Condition.stringEquals',
  ],
  [
    'an unknown modifier',
    withCondition({ 'ForAnyValues:StringEquals': { 'g:TagKeys': ['a'] } }),
    'IAM.1051',
    '$.Statement[0].Condition["ForAnyValues:StringEquals"]',
  ],
  [
    'Null with IfExists',
    withCondition({ NullIfExists: { 'g:UserName': ['true'] } }),
    'IAM.1051',
    '$.Statement[0].Condition.NullIfExists',
  ],
  ['an operator without keys', withCondition({ Bool: {} }), 'IAM.1054', '$.Statement[0].Condition.Bool'],
  ['an operator with a text', withCondition({ Bool: 'true' }), 'IAM.1051', '$.Statement[0].Condition.Bool'],
  [
    'an unknown global key',
    withCondition({ StringEquals: { 'g:UserNames': ['a'] } }),
    'IAM.1052',
    '$.Statement[0].Condition.StringEquals["g:UserNames"]',
  ],
  [
    'a key that comes twice, in another case',
    withCondition({ StringEquals: { 'g:UserName': ['a'], 'g:username': ['b'] } }),
    'IAM.1052',
    '$.Statement[0].Condition.StringEquals["g:username"]',
  ],
  [
    'a letter in a key that has the case of another one only elsewhere',
    withCondition({ StringEquals: { 'g:Tag\u212aeys': ['a'] } }),
    'IAM.1052',
    '$.Statement[0].Condition.StringEquals["g:Tag<U+212A>eys"]',
  ],
  [
    'a tag key without a name',
    withCondition({ StringEquals: { 'g:ResourceTag/': ['a'] } }),
    'IAM.1052',
    '$.Statement[0].Condition.StringEquals["g:ResourceTag/"]',
  ],
  [
    'a key without a service',
    withCondition({ StringEquals: { owner: ['a'] } }),
    'IAM.1052',
    '$.Statement[0].Condition.StringEquals.owner',
  ],
  [
    'an operator that does not compare what the key has',
    withCondition({ NumberEquals: { 'g:UserName': ['1'] } }),
    'IAM.1055',
    '$.Statement[0].Condition.NumberEquals["g:UserName"]',
  ],
  [
    'a value that is no text',
    withCondition({ Bool: { 'g:MFAPresent': [true] } }),
    'IAM.1060',
    '$.Statement[0].Condition.Bool["g:MFAPresent"][0]',
  ],
  [
    'no values',
    withCondition({ Bool: { 'g:MFAPresent': [] } }),
    'IAM.1054',
    '$.Statement[0].Condition.Bool["g:MFAPresent"]',
  ],
  [
    'a number that is none',
    withCondition({ NumberLessThan: { 'g:MFAAge': ['300', '1e3'] } }),
    'IAM.1057',
    '$.Statement[0].Condition.NumberLessThan["g:MFAAge"][1]',
  ],
  [
    'a day that no calendar has',
    withCondition({ DateLessThan: { 'g:CurrentTime': ['2026-02-30T00:00:00Z'] } }),
    'IAM.1057',
    '$.Statement[0].Condition.DateLessThan["g:CurrentTime"][0]',
  ],
  [
    'a time without a zone',
    withCondition({ DateLessThan: { 'g:CurrentTime': ['2026-02-01T00:00:00'] } }),
    'IAM.1057',
    '$.Statement[0].Condition.DateLessThan["g:CurrentTime"][0]',
  ],
  [
    'Null with two values',
    withCondition({ Null: { 'g:UserName': ['true', 'false'] } }),
    'IAM.1057',
    '$.Statement[0].Condition.Null["g:UserName"]',
  ],
  [
    'a value too long',
    withCondition({ StringEquals: { 'g:UserName': ['a'.repeat(1025)] } }),
    'IAM.1056',
    '$.Statement[0].Condition.StringEquals["g:UserName"][0]',
  ],
];

describe('a statement', () => {
  for (const [name, statement, code, path] of refusedByBoth)
    it(`with ${name} is refused at ${path}`, () => {
      const role = refusal('role', document('role', statement));
      assert.deepEqual([role.code, role.path], [code, path]);
      const identity = refusal('identity', document('identity', statement));
      assert.deepEqual([identity.code, identity.path], ['PAP5.0011', path]);
    });
});
