import type { PortRule } from '../../engines/contract.js';
import type { SecurityGroupId } from '../../ids.js';

/** A rule of a security group, as it is on record. */
export interface GroupRule {
  readonly securityGroupId: SecurityGroupId;
  readonly direction: 'ingress' | 'egress';
  readonly family: 4 | 6;
  readonly protocol: PortRule['protocol'];
  /** Both or neither. */
  readonly portMin: number | null;
  readonly portMax: number | null;
  /** At most one of the two; neither: everybody. */
  readonly remoteCidr: string | null;
  readonly remoteGroupId: SecurityGroupId | null;
}

/** An address of a member of a group, as a range. */
export interface GroupMember {
  readonly groupId: SecurityGroupId;
  readonly family: 4 | 6;
  readonly cidr: string;
}

/**
 * What may pass a port whose desktop is in some security groups: everything that any rule of any of them allows. A group on
 * the other side stands for the addresses of its members; rules that differ in the other side only become one.
 * @returns in an order that depends on what they say only, so that equal rules have equal digests
 */
export function resolveRules(
  groups: readonly SecurityGroupId[],
  rules: readonly GroupRule[],
  members: readonly GroupMember[],
): PortRule[] {
  const resolved = new Map<string, { rule: Omit<PortRule, 'remote'>; remote: Set<string> }>();
  for (const rule of rules.filter((each) => groups.includes(each.securityGroupId))) {
    const { direction, family, protocol, portMin, portMax } = rule;
    const ports = portMin === null || portMax === null ? {} : { portMin, portMax };
    const shared = { direction, family, protocol, ...ports };
    const key = JSON.stringify([direction, family, protocol, portMin, portMax]);
    const known = resolved.get(key) ?? { rule: shared, remote: new Set<string>() };
    for (const range of remoteOf(rule, members)) known.remote.add(range);
    resolved.set(key, known);
  }
  return [...resolved]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .filter(([, { remote }]) => remote.size > 0)
    .map(([, { rule, remote }]) => ({ ...rule, remote: withoutRest(rule.family, remote) }));
}

function remoteOf(rule: GroupRule, members: readonly GroupMember[]): readonly string[] {
  if (rule.remoteCidr !== null) return [rule.remoteCidr];
  if (rule.remoteGroupId === null) return [everywhere(rule.family)];
  return members
    .filter((member) => member.groupId === rule.remoteGroupId && member.family === rule.family)
    .map((member) => member.cidr);
}

/** Everybody makes every other range needless. */
function withoutRest(family: 4 | 6, remote: ReadonlySet<string>): string[] {
  return remote.has(everywhere(family)) ? [everywhere(family)] : [...remote].sort();
}

function everywhere(family: 4 | 6): string {
  return family === 4 ? '0.0.0.0/0' : '::/0';
}
