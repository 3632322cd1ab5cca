import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ApiError } from '../../errors/errors.js';
import { likenessOf } from './likeness.js';
import { parseName } from './names.js';
import { checkNewPassword } from './passwordRules.js';

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.code;
  }
};

describe('names', () => {
  it('look the same in another width, case or with letters borrowed from another script', () => {
    for (const name of ['alice', 'Alice', 'ALICE', 'аlice', 'alісe', 'ａｌｉｃｅ', 'ＡＬＩＣＥ', 'αlice']) {
      assert.equal(likenessOf(name), 'alice', name);
    }
    for (const [one, other] of [
      ['ops-team', 'ops–team'],
      ['ops team', 'ops  team'],
      ['ﬁnance', 'finance'],
      ['Ｏps', 'оps'],
    ] as const) {
      assert.equal(likenessOf(one), likenessOf(other));
    }
    assert.notEqual(likenessOf('alice'), likenessOf('alicia'));
    assert.notEqual(likenessOf('张伟'), likenessOf('张玮'));
  });

  it('of ASCII letters are their lower case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,20}$/), (name) => {
        assert.equal(likenessOf(name), name.toLowerCase().replace(/ +/g, ' '));
      }),
    );
  });

  it('may be of any script, and are refused with what cannot be seen or breaks what they are put into', () => {
    for (const name of ['alice', '张伟', 'Zoë Müller', 'a.b-c_d@e', "O'Neil", 'x'.repeat(64), '日本 太郎']) {
      assert.equal(parseName(name).name, name.normalize('NFC'));
    }
    for (const name of [
      '',
      ' alice',
      'alice ',
      'x'.repeat(65),
      'a\u0000b',
      'a\nb',
      'a\u200bb',
      'a\u202eb',
      'a\u00a0b',
      '\ud800',
      'a/b',
      'a:b',
      '<b>',
      '\u3164',
      'a\ufeff',
    ]) {
      assert.equal(
        codeOf(() => parseName(name)),
        '1101',
        JSON.stringify(name),
      );
    }
  });

  it('are the same whichever form the accents come in', () => {
    assert.equal(parseName('Zoe\u0308').name, 'Zo\u00eb');
  });

  it('of any text either pass or are refused as a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
        const code = codeOf(() => parseName(text));
        assert.ok(code === undefined || code === '1101');
      }),
    );
  });
});

describe('new passwords', () => {
  it('have 8 to 32 characters of two classes', () => {
    for (const password of ['abcdefg1', 'Abcdefgh', 'пароль-длинный', 'x1'.repeat(2) + 'y2'.repeat(14)]) {
      assert.equal(
        codeOf(() => checkNewPassword(password, 'alice')),
        undefined,
        password,
      );
    }
    for (const password of [
      '',
      'abcdef1',
      'abcdefgh',
      '12345678',
      `${'ab12'.repeat(8)}x`,
      'abc\u0000defg1',
    ]) {
      assert.equal(
        codeOf(() => checkNewPassword(password, 'alice')),
        '1103',
        JSON.stringify(password),
      );
    }
  });

  it('are not what is guessed first', () => {
    for (const [password, user] of [
      ['aaaa1111', 'alice'],
      ['Password123', 'alice'],
      ['alice2020', 'ALICE2020'],
      ['0202ecila', 'alice2020'],
    ] as const) {
      assert.equal(
        codeOf(() => checkNewPassword(password, user)),
        '1118',
        password,
      );
    }
  });
});
