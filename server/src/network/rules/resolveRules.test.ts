import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { asId, type SecurityGroupId } from '../../ids.js';
import { type GroupRule, resolveRules } from './resolveRules.js';

const [one, other, third] = [1, 2, 3].map(() => asId<SecurityGroupId>(randomUUID()));
if (one === undefined || other === undefined || third === undefined) throw new Error('three groups');

const rule: GroupRule = {
  securityGroupId: one,
  direction: 'ingress',
  family: 4,
  protocol: 'tcp',
  portMin: 22,
  portMax: 22,
  remoteCidr: '10.0.0.0/8',
  remoteGroupId: null,
};
const members = [
  { groupId: other, family: 4, cidr: '100.64.0.5/32' },
  { groupId: other, family: 6, cidr: 'fd00::5/128' },
  { groupId: third, family: 4, cidr: '100.64.0.6/32' },
] as const;

describe('the rules of a port follow from its security groups', () => {
  it('are none where its groups have none', () => {
    assert.deepEqual(resolveRules([one], [], []), []);
    assert.deepEqual(resolveRules([], [rule], []), []);
    assert.deepEqual(resolveRules([other], [rule], []), []);
  });

  it('are those of all its groups, alike rules as one, in an order of their own', () => {
    const rules: GroupRule[] = [
      { ...rule, securityGroupId: other, remoteCidr: '192.0.2.0/24' },
      rule,
      { ...rule, direction: 'egress', protocol: 'any', portMin: null, portMax: null, remoteCidr: null },
    ];
    const resolved = [
      { direction: 'egress', family: 4, protocol: 'any', remote: ['0.0.0.0/0'] },
      {
        direction: 'ingress',
        family: 4,
        protocol: 'tcp',
        portMin: 22,
        portMax: 22,
        remote: ['10.0.0.0/8', '192.0.2.0/24'],
      },
    ];
    assert.deepEqual(resolveRules([one, other], rules, []), resolved);
    assert.deepEqual(resolveRules([other, one], rules.toReversed(), []), resolved);
  });

  it('take a group on the other side for the addresses of its members, of the family of the rule', () => {
    const byGroup: GroupRule = { ...rule, remoteCidr: null, remoteGroupId: other };
    assert.deepEqual(resolveRules([one], [byGroup], members)[0]?.remote, ['100.64.0.5/32']);
    assert.deepEqual(resolveRules([one], [{ ...byGroup, family: 6 }], members)[0]?.remote, ['fd00::5/128']);
  });

  it('let nobody pass for a group without members', () => {
    assert.deepEqual(resolveRules([one], [{ ...rule, remoteCidr: null, remoteGroupId: one }], members), []);
  });

  it('name nobody beside everybody', () => {
    const everybody = { ...rule, remoteCidr: null };
    assert.deepEqual(resolveRules([one], [rule, everybody], [])[0]?.remote, ['0.0.0.0/0']);
  });
});
