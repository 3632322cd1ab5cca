import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectedRanges } from './egressRanges.js';
import { droppingChains } from './firewalls.js';
import { hostScript } from './hostScript.js';

const rules = { instance: 'abcdef12', device: 'eth0', transit6: 'fd64::/64', guards: new Set<never>() };

describe('the way out', () => {
  it('refuses what the machine reaches without a gateway, from the output of ip route', () => {
    const routes = [
      'default via 203.0.113.1 dev eth0 proto dhcp',
      '203.0.113.0/24 dev eth0 proto kernel scope link src 203.0.113.10',
      '198.51.100.7 dev eth0 scope link',
      '172.17.0.0/16 dev docker0 proto kernel scope link linkdown',
      '10.20.0.0/16 via 203.0.113.2 dev eth0',
      'blackhole 10.30.0.0/16',
      'default dev ppp0 scope link',
      '2001:db8:1::/64 dev eth0 proto ra metric 100',
      'default proto static metric 1024\tnexthop via 203.0.113.1 dev eth0 weight 1',
    ];
    assert.deepEqual(connectedRanges(routes.join('\n')), [
      '203.0.113.0/24',
      '198.51.100.7/32',
      '172.17.0.0/16',
      '2001:db8:1::/64',
    ]);
  });

  it('is one table of our own that is made anew in one step, with a guard where nothing was forwarded before', () => {
    const script = hostScript(rules);
    assert.deepEqual([...new Set(script.match(/table \S+ \S+/g))], ['table inet deskplane-abcdef12']);
    assert.doesNotMatch(script, /nfproto/);
    const guarded = hostScript({ ...rules, guards: new Set(['ipv4', 'all-ipv6']) });
    assert.match(guarded, /meta nfproto ipv4 iifname "eth0" oifname != "de\*" drop/);
    assert.match(guarded, /meta nfproto ipv6 iifname != "de\*" oifname != "de\*" drop/);
  });
});

describe('chains of others that drop what is forwarded', () => {
  const chain = (table: string, name: string, more: object) => ({
    chain: { family: 'inet', table, name, handle: 1, type: 'filter', hook: 'forward', prio: 0, ...more },
  });
  const ruleOf = (table: string, name: string, ...expr: object[]) => ({
    rule: { family: 'inet', table, chain: name, handle: 2, expr },
  });
  const find = (...entries: object[]) => droppingChains({ nftables: [{ metainfo: {} }, ...entries] }, 'ours');

  it('are found by their policy or by the last rule, and no others', () => {
    const match = { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'eth0' } };
    assert.deepEqual(find(chain('docker', 'FORWARD', { policy: 'drop' })), ['inet docker FORWARD']);
    assert.deepEqual(find(chain('ours', 'forward', { policy: 'drop' })), []);
    assert.deepEqual(find(chain('a', 'in', { policy: 'drop', hook: 'input' })), []);
    const open = chain('firewalld', 'filter_FORWARD', { policy: 'accept' });
    assert.deepEqual(find(open, ruleOf('firewalld', 'filter_FORWARD', match, { drop: null })), []);
    assert.deepEqual(
      find(open, ruleOf('firewalld', 'filter_FORWARD', { counter: {} }, { reject: { type: 'icmpx' } })),
      ['inet firewalld filter_FORWARD'],
    );
  });

  it('are none in an answer that is no ruleset', () => {
    for (const odd of [null, 5, {}, { nftables: {} }, { nftables: [null, { chain: null }] }]) {
      assert.deepEqual(droppingChains(odd, 'ours'), []);
    }
  });
});
