import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findNewUserFaults, type NewUserFields, newUserBody } from './newUserFaults.js';
import { findFaults } from './newUserRules.js';

const whole: NewUserFields = {
  user_name: 'anna',
  user_email: 'anna@example.com',
  user_phone: '+86 138-0013-8000',
  password: 'Secret-123',
  description: 'of the tests',
  account_expires: '2030-01-31T00:00:00Z',
  alias_name: '安娜',
};

/** By field: what may stand there and what may not. */
const texts: Readonly<Record<keyof NewUserFields, readonly string[]>> = {
  user_name: ['a', 'a'.repeat(32), 'a'.repeat(33), 'a.b', 'a-', '.a', 'an na', '安娜', '😀'],
  user_email: [
    'a@example.com',
    'a@',
    'a@example.com, b@example.com',
    `${'a'.repeat(53)}@example.com`,
    '安@例子.中国',
  ],
  user_phone: ['1', '+1', '1 2-3', 'one', '++1', '1'.repeat(20), '1'.repeat(21)],
  password: [
    '12345678',
    '1234567',
    'x'.repeat(32),
    'x'.repeat(33),
    ' blanks ',
    '😀'.repeat(32),
    '😀'.repeat(33),
  ],
  description: ['one', 'x'.repeat(255), 'x'.repeat(256), 'two\nlines', '😀'.repeat(255)],
  account_expires: ['0', '1', 'never', '2030-02-30T00:00:00Z', '2030-02-28T00:00:00.000Z', '2030-02-28'],
  alias_name: ['one', 'x'.repeat(55), 'x'.repeat(56), 'bell\u0007'],
};

describe('the rules that a list of users is held to before the service is asked', () => {
  it('S4: refuse in every field what CreateDesktopUser refuses there, and nothing else', () => {
    let refused = 0;
    let taken = 0;
    for (const [field, values] of Object.entries(texts))
      for (const value of values) {
        const fields = { ...whole, [field]: value };
        const expected = findFaults(newUserBody(fields), 'en').map((fault) => fault.field);
        assert.deepEqual(
          findNewUserFaults(fields).map((fault) => fault.field),
          expected,
          `${field}: ${value}`,
        );
        if (expected.length === 0) taken += 1;
        else refused += 1;
      }
    assert.ok(refused > 10 && taken > 10, `${refused} refused, ${taken} taken`);
  });

  it('want somebody without a password to be reached, and say so where the service does', () => {
    const { password: _, user_email: __, user_phone: ___, ...unreachable } = whole;
    assert.deepEqual(findNewUserFaults(unreachable), [{ field: 'user_email', kind: 'noContact' }]);
    assert.deepEqual(
      findFaults(newUserBody(unreachable), 'en').map(({ field }) => field),
      ['user_email'],
    );
    assert.deepEqual(findNewUserFaults({ ...unreachable, user_phone: '1' }), []);
    assert.deepEqual(findNewUserFaults({ ...unreachable, password: 'Secret-123' }), []);
  });

  it('want a name', () => {
    const { user_name: _, ...nameless } = whole;
    assert.deepEqual(findNewUserFaults(nameless), [{ field: 'user_name', kind: 'noName' }]);
  });
});
