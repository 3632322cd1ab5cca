import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { computerNameLength, computerNamePattern } from '../computerName.js';
import { nameDesktops, prefixOf } from './nameDesktops.js';

const wish = (prefix: string, name?: string) => ({ prefix, name });

describe('the names of new desktops', () => {
  it('are the wanted ones where there are any', () => {
    assert.deepEqual(nameDesktops([wish('a', 'DESK01'), wish('b', 'x')], new Set()), ['DESK01', 'x']);
  });

  it('are otherwise the prefix with the lowest free numbers, regardless of case', () => {
    assert.deepEqual(
      nameDesktops([wish('Anna'), wish('anna'), wish('Anna')], new Set(['anna01', 'anna03'])),
      ['Anna02', 'anna04', 'Anna05'],
    );
  });

  it('stay clear of names that others of the same order chose', () => {
    assert.deepEqual(nameDesktops([wish('d'), wish('d', 'D01')], new Set()), ['d02', 'D01']);
  });

  it('have room for the number, however long the prefix and the number are', () => {
    const taken = new Set(
      Array.from({ length: 99 }, (_, index) => `abcdefghijklm${String(index + 1).padStart(2, '0')}`),
    );
    const [name] = nameDesktops([wish('abcdefghijklmnopqrstuvwxyz')], taken);
    assert.equal(name, 'abcdefghijkl100');
  });

  it('are always valid, whatever the user is called', () => {
    for (const user of ['anna', 'a.b_c-d', '._-', '--x', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', '张三']) {
      const [name = ''] = nameDesktops([wish(prefixOf(user))], new Set());
      assert.match(name, new RegExp(computerNamePattern));
      assert.ok(name.length <= computerNameLength);
    }
  });
});
