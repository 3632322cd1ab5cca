import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type NamingRule, nameByPolicy, type PolicyName } from './nameByPolicy.js';

const rule = (further: Partial<NamingRule> = {}): NamingRule => ({
  namePrefix: 'lab',
  digitNumber: 2,
  startNumber: 1,
  numbersEachUser: false,
  truncatesPrefix: false,
  ...further,
});
const said = (names: readonly PolicyName[]): string[] =>
  names.map((each) => ('name' in each ? each.name : each.fault));
const none = new Set<never>();

describe('names by a policy', () => {
  it('count on from the first number, and pass over names and numbers in use', () => {
    const names = nameByPolicy(
      rule({ startNumber: 8 }),
      [undefined, undefined, undefined],
      new Set(['lab09']),
      new Set([8]),
    );
    assert.deepEqual(said(names), ['lab10', 'lab11', 'lab12']);
  });

  it('number the desktops of all users together, or those of each user for themselves', () => {
    const users = ['ann', 'bob', 'ann'];
    const by = (numbersEachUser: boolean) =>
      said(nameByPolicy(rule({ namePrefix: 'p$DomainUser$', numbersEachUser }), users, none, none));
    assert.deepEqual(by(false), ['pann01', 'pbob02', 'pann03']);
    assert.deepEqual(by(true), ['pann01', 'pbob01', 'pann02']);
  });

  it('are cut in front of the number where the policy says so, and are none otherwise', () => {
    const long = { namePrefix: '$DomainUser$-desk' };
    const users = ['maximilian.muster'];
    assert.deepEqual(said(nameByPolicy(rule(long), users, none, none)), ['too-long']);
    const cut = nameByPolicy(rule({ ...long, truncatesPrefix: true }), users, none, none);
    assert.deepEqual(said(cut), ['maximilianmus01']);
  });

  it('are none for a desktop without a user, where they say whose it is, and none beyond the last number', () => {
    assert.deepEqual(said(nameByPolicy(rule({ namePrefix: '$DomainUser$' }), [undefined], none, none)), [
      'no-user',
    ]);
    const last = rule({ digitNumber: 1, startNumber: 9 });
    assert.deepEqual(said(nameByPolicy(last, [undefined, undefined], none, none)), [
      'lab9',
      'no-number-left',
    ]);
  });

  it('are fit, not in use, each once, and leave no number out that was free', () => {
    const user = fc.option(fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/), { nil: undefined });
    const anyRule = fc.record({
      namePrefix: fc.constantFrom('a', 'a-', '$DomainUser$', 'x$DomainUser$-', '$DomainUser$$DomainUser$'),
      digitNumber: fc.integer({ min: 1, max: 3 }),
      startNumber: fc.integer({ min: 1, max: 9 }),
      numbersEachUser: fc.boolean(),
      truncatesPrefix: fc.boolean(),
    });
    const takenNames = fc.uniqueArray(fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(
        anyRule,
        fc.array(user, { maxLength: 8 }),
        takenNames,
        takenNames,
        (by, users, one, two) => {
          const taken = new Set(one.map((number) => `a${String(number).padStart(by.digitNumber, '0')}`));
          const used = new Set(two);
          const named = nameByPolicy(by, users, taken, used);
          const made = named.flatMap((each) => ('name' in each ? [each] : []));
          assert.equal(named.length, users.length);
          for (const { name } of made) {
            assert.match(name, /^[A-Za-z0-9][A-Za-z0-9-]*[0-9]$/);
            assert.ok(name.length <= 15 && !taken.has(name.toLowerCase()));
          }
          assert.equal(new Set(made.map(({ name }) => name.toLowerCase())).size, made.length);
          if (by.numbersEachUser) return;
          const numbers = made.map(({ number }) => number);
          assert.equal(new Set(numbers).size, numbers.length);
          const highest = Math.max(by.startNumber - 1, ...numbers);
          for (let number = by.startNumber; number < highest; number += 1) {
            const accounted = numbers.includes(number) || used.has(number) || one.includes(number);
            assert.ok(accounted, `${number} was left out`);
          }
        },
      ),
    );
  });
});
