import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holds } from './evaluateCondition.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';

/** Whether a condition holds in a statement that allows. */
function check(
  operator: string,
  wanted: string | readonly string[],
  values: readonly string[] | undefined,
  key = 'g:ResourceTag/k',
  effect: 'Allow' | 'Deny' = 'Allow',
): boolean {
  const statement = { Effect: effect, Action: ['*'], Condition: { [operator]: { [key]: wanted } } };
  const text = JSON.stringify({ Version: '5.0', Statement: [statement] });
  const condition = parsePolicyDocument('identity', text).statements[0]?.conditions[0];
  assert.ok(condition !== undefined);
  return holds(condition, new Map(values === undefined ? [] : [[key, values]]), effect === 'Deny');
}

/** Operator, the policy's values, a value that fits, one that does not. */
const positive: readonly (readonly [string, readonly string[], string, string])[] = [
  ['StringEquals', ['a', 'b'], 'b', 'B'],
  ['StringEqualsIgnoreCase', ['Bob'], 'bOB', 'bo'],
  ['StringMatch', ['team-?-*'], 'team-1-x', 'team-12-x'],
  ['StringMatch', ['*.example.*'], 'a.example.b', 'a.example'],
  ['StringStartWith', ['dev'], 'develop', 'a-dev'],
  ['StringEndWith', ['dev'], 'a-dev', 'dev-a'],
  ['NumberEquals', ['10'], '10.0', '11'],
  ['NumberLessThan', ['10'], '9.5', '10'],
  ['NumberLessThanEquals', ['10'], '10', '10.5'],
  ['NumberGreaterThan', ['-3'], '-2', '-3'],
  ['NumberGreaterThanEquals', ['7'], '7', '6'],
  ['DateLessThan', ['2026-03-01T12:00:00Z'], '2026-03-01T11:59:59Z', '2026-03-01T12:00:00Z'],
  ['DateLessThanEquals', ['2026-03-01'], '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:01Z'],
  ['DateGreaterThan', ['2026-03-01T12:00:00+08:00'], '2026-03-01T04:00:01Z', '2026-03-01T04:00:00Z'],
  ['DateGreaterThanEquals', ['2026-03-01T12:00:00+08:00'], '2026-03-01T04:00:00Z', '2026-03-01T03:59:59Z'],
  ['Bool', ['true'], 'true', 'false'],
  ['IpAddress', ['192.0.2.0/24', '2001:db8::/32'], '192.0.2.77', '192.0.3.1'],
  ['IpAddress', ['192.0.2.0/24', '2001:db8::/32'], '2001:db8:1::5', '2001:db9::1'],
  ['IpAddress', ['192.0.2.7'], '::ffff:192.0.2.7', '::ffff:192.0.2.8'],
];

const opposites = new Map([
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringMatch', 'StringNotMatch'],
  ['StringStartWith', 'StringNotStartWith'],
  ['StringEndWith', 'StringNotEndWith'],
  ['NumberEquals', 'NumberNotEquals'],
  ['IpAddress', 'NotIpAddress'],
]);

describe('a condition', () => {
  for (const [operator, wanted, fits, fails] of positive)
    it(`${operator} ${wanted.join(', ')}: ${fits} fits, ${fails} does not`, () => {
      assert.equal(check(operator, wanted, [fits]), true);
      assert.equal(check(operator, wanted, [fails]), false);
      const opposite = opposites.get(operator);
      if (opposite === undefined) return;
      assert.equal(check(opposite, wanted, [fits]), false, opposite);
      assert.equal(check(opposite, wanted, [fails]), true, opposite);
    });

  it('with an absent key: positive false, negative true, IfExists true', () => {
    for (const [operator, wanted] of positive) {
      assert.equal(check(operator, wanted, undefined), false, operator);
      assert.equal(check(`${operator}IfExists`, wanted, undefined), true, operator);
      const opposite = opposites.get(operator);
      if (opposite !== undefined) assert.equal(check(opposite, wanted, undefined), true, opposite);
    }
  });

  it('with IfExists still compares a key that is there', () => {
    assert.equal(check('StringEqualsIfExists', ['a'], ['b']), false);
    assert.equal(check('StringNotEqualsIfExists', ['a'], ['a']), false);
  });

  it('Null asks whether the key is absent; an empty list is absent', () => {
    assert.equal(check('Null', 'true', undefined), true);
    assert.equal(check('Null', 'true', []), true);
    assert.equal(check('Null', 'true', ['']), false);
    assert.equal(check('Null', 'false', ['x']), true);
    assert.equal(check('Null', 'false', undefined), false);
  });

  it('ForAllValues wants every value to fit and holds for none', () => {
    assert.equal(check('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], 'g:TagKeys'), true);
    assert.equal(check('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], 'g:TagKeys'), false);
    assert.equal(check('ForAllValues:StringEquals', ['a'], [], 'g:TagKeys'), true);
    assert.equal(check('ForAllValues:StringNotEquals', ['a'], ['b', 'a'], 'g:TagKeys'), false);
  });

  it('ForAnyValue wants one value to fit and does not hold for none', () => {
    assert.equal(check('ForAnyValue:StringEquals', ['a'], ['c', 'a'], 'g:TagKeys'), true);
    assert.equal(check('ForAnyValue:StringEquals', ['a'], ['c'], 'g:TagKeys'), false);
    assert.equal(check('ForAnyValue:StringEquals', ['a'], [], 'g:TagKeys'), false);
    assert.equal(check('ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], 'g:TagKeys'), true);
    assert.equal(check('ForAnyValue:StringNotEquals', ['a'], undefined, 'g:TagKeys'), false);
    assert.equal(check('ForAnyValue:StringEqualsIfExists', ['a'], undefined, 'g:TagKeys'), true);
  });

  it('fails closed on a value that cannot be read: no Allow, but a Deny', () => {
    for (const [operator, wanted, value] of [
      ['NumberLessThan', '10', 'many'],
      ['NumberNotEquals', '10', ''],
      ['DateLessThan', '2026-01-01', '2026-02-30T00:00:00Z'],
      ['Bool', 'true', 'TRUE'],
      ['IpAddress', '192.0.2.0/24', '192.0.2'],
      ['NotIpAddress', '192.0.2.0/24', 'fe80::1%eth0'],
    ] as const) {
      assert.equal(check(operator, wanted, [value]), false, operator);
      assert.equal(check(operator, wanted, [value], 'g:ResourceTag/k', 'Deny'), true, operator);
    }
  });

  it('lets a range speak of its own family, and an IPv4-mapped address be IPv4', () => {
    const mapped = ['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:FFFF:127.0.0.1'];
    const lie = (address: string, ...ranges: string[]): void => {
      assert.equal(check('IpAddress', ranges, [address]), true, `${address} in ${ranges.join()}`);
      assert.equal(check('NotIpAddress', ranges, [address], 'g:SourceIp', 'Deny'), false);
    };
    const lieOutside = (address: string, ...ranges: string[]): void => {
      assert.equal(check('IpAddress', ranges, [address]), false, `${address} outside ${ranges.join()}`);
      assert.equal(check('NotIpAddress', ranges, [address], 'g:SourceIp', 'Deny'), true);
    };
    for (const address of ['127.0.0.1', ...mapped]) {
      lieOutside(address, '192.0.2.0/24', '::/0');
      lieOutside(address, '::ffff:0:0/95', '::ffff:127.0.0.1/0', '::127.0.0.1', '64:ff9b::/96');
      for (const range of [
        '127.0.0.0/8',
        '0.0.0.0/0',
        '::ffff:0:0/96',
        '::ffff:127.0.0.0/104',
        '::ffff:7f00:1',
      ])
        lie(address, range);
      lieOutside(address, '::ffff:127.0.0.2', '::ffff:128.0.0.0/97');
    }
    lie('2001:db8::1', '::/0');
    lie('2001:db8::1', '192.0.2.0/24', '2001:DB8:0::/33');
    lie('::fffe:1.2.3.4', '::ffff:0:0/90');
    for (const address of ['2001:db8::1', '::1', '::7f00:1'])
      lieOutside(address, '0.0.0.0/0', '::ffff:0:0/96', '127.0.0.1');
  });

  it('takes no longer for patterns made to be slow', () => {
    const began = process.cpuUsage();
    const pattern = `${'*a'.repeat(400)}*b`;
    assert.equal(check('StringMatch', pattern, ['a'.repeat(100_000)]), false);
    assert.equal(check('StringMatch', `${'*?a'.repeat(300)}*b`, ['a'.repeat(100_000)]), false);
    assert.ok(process.cpuUsage(began).user < 10_000_000, 'ten seconds of the processor');
  });
});
