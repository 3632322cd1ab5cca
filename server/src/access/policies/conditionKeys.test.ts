import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { permissions } from '../permissions/table.js';
import { readConditionKey } from './conditionKeys.js';

describe('a condition key', () => {
  it('is named as requests spell it, whatever its case in a policy', () => {
    const names = new Set(Object.values(permissions).flatMap(({ keys }) => keys));
    assert.ok(names.size > 5);
    for (const each of names) {
      const name = each.replace('<tag-key>', 'Owner');
      const [stem = '', ...tag] = name.split('/');
      for (const written of [stem, stem.toUpperCase(), stem.toLowerCase()])
        assert.equal(readConditionKey([written, ...tag].join('/'))?.name, name);
    }
  });

  it('is none with a part missing, with a letter that looks like another, or when no request can have it', () => {
    for (const text of [
      '',
      'g:',
      ':a',
      'a',
      'g:Nobody',
      'g:UserName/',
      'g:UserName/a',
      'g:ResourceTag',
      'g:ResourceTag/',
    ])
      assert.equal(readConditionKey(text), undefined, text);
    for (const text of ['g:Tag\u212aeys', 'g:\u0131d', 'w\u043erkspace:a', 'a b:c', `a:${'b'.repeat(129)}`])
      assert.equal(readConditionKey(text), undefined, text);
    assert.equal(readConditionKey(`g:ResourceTag/${'é'.repeat(129)}`), undefined);
    // A Deny with a variable where none is replaced would never apply, and its author would not know.
    assert.equal(readConditionKey('g:ResourceTag/${g:UserName}'), undefined);
    assert.equal(readConditionKey('G:resourcetag/所有者/x')?.name, 'g:ResourceTag/所有者/x');
    assert.equal(readConditionKey('OBS:Prefix/A')?.name, 'obs:prefix/A');
  });
});
