import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatCidr, parseAddress, parseCidr } from './cidr.js';

describe('ranges of addresses', () => {
  it('are read and written, without bits beyond their prefix', () => {
    for (const [text, read] of [
      ['10.1.2.3/8', '10.0.0.0/8'],
      ['255.255.255.255/32', '255.255.255.255/32'],
      ['0.0.0.0/0', '0.0.0.0/0'],
      ['2001:db8::1/32', '2001:db8:0:0:0:0:0:0/32'],
      ['::/0', '0:0:0:0:0:0:0:0/0'],
      ['1::/16', '1:0:0:0:0:0:0:0/16'],
      ['::ffff:192.0.2.1/128', '0:0:0:0:0:ffff:c000:201/128'],
    ] as const) {
      const range = parseCidr(text);
      assert.equal(range === undefined ? undefined : formatCidr(range), read);
    }
  });

  it('are not made of anything else', () => {
    for (const text of [
      '',
      '10.0.0.1',
      '10.0.0.1/',
      '10.0.0.1/33',
      '::1/129',
      '10.0.0/8',
      '1.2.3.4/8/8',
      '10.0.0.1/ 8',
      ':::/8',
      'x/8',
    ]) {
      assert.equal(parseCidr(text), undefined, text);
    }
    assert.equal(parseAddress('fe80::1%eth0'), undefined);
  });
});
