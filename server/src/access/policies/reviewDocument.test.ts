import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { PolicyError } from './policyError.js';
import { reviewDocument } from './reviewDocument.js';

const lines = (...statement: readonly string[]): string =>
  ['{', '  "Version": "5.0",', '  "Statement": [{', ...statement, '  }]', '}'].join('\n');

/** What is found: kind, line:column, nearest. */
const found = (text: string) =>
  reviewDocument('identity', text).map(
    ({ kind, line, column, nearest }) =>
      `${kind} ${line}:${column}${nearest === undefined ? '' : ` ${nearest}`}`,
  );

describe('what is said of a policy document', () => {
  it('is nothing of one that is right', () => {
    const text = lines(
      '    "Effect": "Allow", "Action": ["*", "workspace:*:get*", "Workspace:Desktops:Delete"],',
      '    "Condition": {"StringEquals": {"g:ResourceTag/owner": ["a"], "workspace:accessmode": ["INTERNET"]}}',
    );
    assert.deepEqual(found(text), []);
  });

  it('is the place of a fault of JSON, to the character', () => {
    assert.deepEqual(found('{\n  "Version": "5.0",\n  "Statement": [,]\n}'), ['fault 3:17']);
    assert.deepEqual(found('{\n  "Version": "5.0"'), ['fault 2:19']);
    assert.deepEqual(found(''), ['fault 1:1']);
    assert.deepEqual(found('{"Version": "5.0", "Version": "5.0"}'), ['fault 1:20']);
  });

  it('is the place of a value that will not do, and of a name that is none with the nearest', () => {
    assert.deepEqual(found(lines('    "Effect": "Alow", "Action": ["*"]')), ['fault 4:15']);
    assert.deepEqual(found(lines('    "Effect": "Allow", "Acton": ["*"]')), ['fault 4:24 Action']);
    assert.deepEqual(found(lines('    "Effect": "Allow",', '    "Action": ["*", "workspace:delete"]')), [
      'fault 5:21',
    ]);
    const condition = (inner: string) =>
      lines('    "Effect": "Allow", "Action": ["*"],', `    "Condition": {${inner}}`);
    assert.deepEqual(found(condition('"StringEqual": {"g:UserName": ["a"]}')), ['fault 5:19 StringEquals']);
    assert.deepEqual(found(condition('"StringEquals": {"g:UserNam": ["a"]}')), ['fault 5:36 g:UserName']);
    assert.deepEqual(found(condition('"Bool": {"g:MFAPresent": ["perhaps"]}')), ['fault 5:45']);
  });

  it('is a note where no call has the action or the key, with the nearest', () => {
    const text = lines(
      '    "Effect": "Deny",',
      '    "Action": ["workspace:desktop:delete", "workspace:nothing:*", "evs:volumes:list"],',
      '    "Condition": {"StringEquals": {"workspace:AccesMode": ["INTERNET"]}}',
    );
    assert.deepEqual(found(text), [
      'note 5:16 workspace:desktops:delete',
      'note 5:44',
      'note 5:67',
      'note 6:36 workspace:AccessMode',
    ]);
  });

  it('ends with twenty notes, however long the document is', () => {
    const actions = Array.from(
      { length: 400 },
      (_, index) => `"workspace:desktops:${'x'.repeat(80)}${index}"`,
    );
    assert.equal(found(lines(`"Effect": "Allow", "Action": [${actions.join(',')}]`)).length, 20);
  });

  it('calls a fault exactly what is refused, with the same code and place in the document', () => {
    for (const text of ['[]', '{}', lines('"Effect": 1'), lines('"Effect": "Allow", "Action": ["*", 7]')]) {
      const [finding] = reviewDocument('role', text);
      assert.throws(
        () => parsePolicyDocument('role', text),
        (error) =>
          error instanceof PolicyError && error.code === finding?.code && error.path === finding.path,
      );
    }
  });
});
