import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PortRule } from '../items/portSpec.js';
import { ruleLines } from './ruleLines.js';
import {
  type NamedPort,
  portRemovalScript,
  portRulesScript,
  portScript,
  routerScript,
} from './ruleScripts.js';

const rule: PortRule = { direction: 'egress', family: 4, protocol: 'any', remote: ['10.0.0.0/8'] };
const port: NamedPort = {
  short: 'abc123',
  vpcId: 'v',
  subnetId: 's',
  subnetCidr: '100.64.0.0/24',
  gatewayAddress: '100.64.0.1',
  address: '100.64.0.9',
  macAddress: 'fa:16:3e:00:00:01',
  dnsServers: [],
  rules: [rule, { ...rule, direction: 'ingress', protocol: 'tcp' }],
};
const port6: NamedPort = {
  ...port,
  ipv6: { subnetCidr: 'fd00::/64', gatewayAddress: 'fd00::1', address: 'fd00::9' },
};

describe('a rule of a port in the language of nft', () => {
  it('is matched against the first packet of the connection, whichever way a packet goes', () => {
    assert.deepEqual(ruleLines(rule, 'accept'), ['ct original ip daddr { 10.0.0.0/8 } accept']);
    assert.deepEqual(ruleLines({ ...rule, direction: 'ingress' }, 'accept'), [
      'ct original ip saddr { 10.0.0.0/8 } accept',
    ]);
    assert.deepEqual(ruleLines({ ...rule, family: 6, remote: ['fd00::/8'] }, 'accept'), [
      'ct original ip6 daddr { fd00:0:0:0:0:0:0:0/8 } accept',
    ]);
  });

  it('holds one set however many ranges there are, without ranges that lie in others', () => {
    const remote = [
      '10.1.0.0/16',
      '192.0.2.5/32',
      '10.0.0.0/8',
      '10.1.2.3/32',
      '192.0.2.5/32',
      '192.0.2.4/32',
    ];
    assert.deepEqual(ruleLines({ ...rule, remote }, 'accept'), [
      'ct original ip daddr { 10.0.0.0/8, 192.0.2.4/32, 192.0.2.5/32 } accept',
    ]);
  });

  it('knows everybody and nobody', () => {
    assert.deepEqual(ruleLines({ ...rule, remote: ['10.0.0.0/8', '0.0.0.0/0'] }, 'accept'), [
      'meta nfproto ipv4 accept',
    ]);
    assert.deepEqual(ruleLines({ ...rule, family: 6, remote: ['::/0'] }, 'accept'), [
      'meta nfproto ipv6 accept',
    ]);
    assert.deepEqual(ruleLines({ ...rule, remote: [] }, 'accept'), []);
  });

  it('lets pass what routers say about connections that it allows', () => {
    const [packets, errors, ...more] = ruleLines(
      { ...rule, protocol: 'udp', portMin: 53, portMax: 54 },
      'accept',
    );
    assert.equal(
      packets,
      'meta l4proto udp ct original proto-dst 53-54 ct original ip daddr { 10.0.0.0/8 } accept',
    );
    assert.match(errors ?? '', /^meta l4proto icmp ct state related ct original protocol udp .*accept$/);
    assert.deepEqual(more, []);
  });
});

describe('the rules of a router', () => {
  it('let nothing in, nothing through that no port’s rules name, and nothing out but errors', () => {
    const script = routerScript(undefined);
    for (const hook of ['input', 'output', 'forward']) {
      assert.match(script, new RegExp(`type filter hook ${hook} priority filter; policy drop;`));
    }
    assert.doesNotMatch(script, /established|masquerade|uplink/);
    assert.doesNotMatch(script, /\n *\n/);
  });

  it('with a way out refuse what is listed after what is excepted, and let nobody outside begin', () => {
    const script = routerScript({
      device: 'uplink',
      refused: ['10.0.0.0/8', 'fc00::/7'],
      allowed: ['10.1.0.0/16'],
    });
    const place = (text: string) => {
      assert.ok(script.includes(text), text);
      return script.indexOf(text);
    };
    const accepted = place('ct original ip daddr { 10.1.0.0/16 } oifname "uplink" accept');
    const dropped = place('ct original ip daddr { 10.0.0.0/8 } drop');
    assert.ok(accepted < dropped && dropped < script.lastIndexOf('oifname "uplink" accept'));
    place('ct original ip6 daddr { fc00:0:0:0:0:0:0:0/7 } drop');
    assert.ok(
      place('iifname "uplink" ct direction original drop') < place('ct original ip saddr vmap @egress4'),
    );
  });
});

describe('the rules of a port', () => {
  it('let in from its cable only its own addresses and MAC, and no neighbour discovery', () => {
    const script = portScript(port6);
    const guard = /chain ingress \{\n(.*?)\n {2}\}/s
      .exec(script)?.[1]
      ?.split('\n')
      .map((line) => line.trim());
    assert.deepEqual(guard, [
      'type filter hook ingress device "pabc123" priority -500; policy drop;',
      'ether saddr != fa:16:3e:00:00:01 drop',
      'icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } drop',
      'ip saddr 100.64.0.9 accept',
      'ip6 saddr fd00::9 accept',
    ]);
    assert.doesNotMatch(portScript(port), /ip6 saddr/);
  });

  it('end with a drop, and go by the rules of the other side after those of this one', () => {
    const chains = [...portRulesScript(port).matchAll(/chain (\w+_abc123) \{\n(.*?)\n {2}\}/gs)].map(
      ([, name, body]) => [name, body?.split('\n').map((line) => line.trim())],
    );
    assert.deepEqual(chains, [
      ['egress_abc123', ['ct original ip daddr { 10.0.0.0/8 } goto admitted', 'drop']],
      ['ingress_abc123', ['ct original ip saddr { 10.0.0.0/8 } ct original protocol tcp accept', 'drop']],
    ]);
  });

  it('are emptied and filled in one script, and taken away by one that fits any state', () => {
    const script = portRulesScript(port6);
    assert.ok(
      script.indexOf('flush chain inet deskplane egress_abc123') < script.lastIndexOf('goto admitted'),
    );
    assert.equal(script.match(/^add element .*$/gm)?.length, 4);
    const removal = portRemovalScript(port6).split('\n');
    for (const line of removal.filter((each) => each.startsWith('delete '))) {
      const added = removal.findIndex((each) =>
        each.startsWith(line.replace('delete', 'add').replace(' }', '')),
      );
      assert.ok(added !== -1 && added < removal.indexOf(line), line);
    }
  });
});
