import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import type { ExitCode } from '../failure.js';
import {
  agreeToDelete,
  changesOf,
  deleteThings,
  findThing,
  listThings,
  networkPath,
  sayThing,
} from '../networks/networkService.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane security-group list`. */
export async function listSecurityGroups(session: Session): Promise<void> {
  const groups = await listThings(session, 'security-groups');
  if (session.json) return sayJson(session, { security_groups: groups.map(({ detail }) => detail) });
  const { terminal } = session;
  const { name, rules, description, id } = terminal.messages.network.titles;
  const rows = groups.map((group) => [
    group.name,
    String(listAt(group.detail, 'security_group_rules').length),
    textAt(group.detail, 'description'),
    group.id,
  ]);
  terminal.say(formatTable([name, rules, description, id], rows, terminal.columns));
}

/** `deskplane security-group show`: its rules. */
export async function showSecurityGroup(session: Session, word: string): Promise<void> {
  const groups = await listThings(session, 'security-groups');
  const { detail } = await findThing(session, 'security-groups', word);
  if (session.json) return sayJson(session, detail);
  const { terminal } = session;
  const { titles, ways, anything, anywhere, noRules } = terminal.messages.network;
  const rules = listAt(detail, 'security_group_rules');
  if (rules.length === 0) return terminal.note(noRules);
  const rows = rules.map((rule) => {
    const group = textAt(rule, 'remote_group_id');
    return [
      textAt(rule, 'direction') === 'ingress' ? ways.in : ways.out,
      textAt(rule, 'ethertype'),
      textAt(rule, 'protocol') || anything,
      textAt(rule, 'multiport') || anything,
      textAt(rule, 'remote_ip_prefix') ||
        (groups.find(({ id }) => id === group)?.name ?? (group || anywhere)),
      textAt(rule, 'description'),
      textAt(rule, 'id'),
    ];
  });
  const { way, family, protocol, ports, remote, description, id } = titles;
  terminal.say(formatTable([way, family, protocol, ports, remote, description, id], rows, terminal.columns));
}

export interface GroupFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** `deskplane security-group create`. */
export async function createSecurityGroup(session: Session, fields: GroupFields): Promise<void> {
  const { body } = await session.api.postService(networkPath(session, 'security-groups'), {
    security_group: changesOf(session, { ...fields }),
  });
  sayThing(session, at(body, 'security_group'), session.terminal.messages.network.created);
}

/** `deskplane security-group edit`. */
export async function editSecurityGroup(session: Session, word: string, fields: GroupFields): Promise<void> {
  const changes = changesOf(session, { ...fields });
  const { id } = await findThing(session, 'security-groups', word);
  const path = `/v3/${session.credentials.project_id}/vpc/security-groups/${id}`;
  const { body } = await session.api.putService(path, { security_group: changes });
  sayThing(session, at(body, 'security_group'), session.terminal.messages.network.changed);
}

/** `deskplane security-group delete`. */
export async function deleteSecurityGroups(
  session: Session,
  words: readonly string[],
  yes: boolean,
): Promise<ExitCode> {
  const found = [];
  for (const word of words) found.push(await findThing(session, 'security-groups', word));
  await agreeToDelete(session, found, yes);
  return deleteThings(session, found, ({ id }) => `security-groups/${id}`);
}

export interface NewRule {
  readonly way: 'in' | 'out';
  readonly protocol?: string | undefined;
  readonly ports?: string | undefined;
  readonly range?: string | undefined;
  /** A security group on the other side. */
  readonly group?: string | undefined;
  readonly ipv6?: true | undefined;
  readonly description?: string | undefined;
}

/** `deskplane security-group allow`: adds a rule. */
export async function allowInGroup(session: Session, word: string, rule: NewRule): Promise<void> {
  const { api, terminal, credentials } = session;
  const group = await findThing(session, 'security-groups', word);
  const other =
    rule.group === undefined ? undefined : await findThing(session, 'security-groups', rule.group);
  const { body } = await api.postService(`/v3/${credentials.project_id}/vpc/security-group-rules`, {
    security_group_rule: {
      security_group_id: group.id,
      direction: rule.way === 'in' ? 'ingress' : 'egress',
      ethertype: rule.ipv6 === true || rule.range?.includes(':') === true ? 'IPv6' : 'IPv4',
      ...(rule.protocol === undefined || rule.protocol === 'any' ? {} : { protocol: rule.protocol }),
      ...(rule.ports === undefined ? {} : { multiport: rule.ports }),
      ...(rule.range === undefined ? {} : { remote_ip_prefix: rule.range }),
      ...(other === undefined ? {} : { remote_group_id: other.id }),
      ...(rule.description === undefined ? {} : { description: rule.description }),
    },
  });
  const made = at(body, 'security_group_rule');
  if (session.json) return sayJson(session, made);
  terminal.say(terminal.messages.network.allowed(printable(group.name), textAt(made, 'id')));
}

/** `deskplane security-group revoke`: takes rules away, by their IDs. */
export async function revokeRules(session: Session, ids: readonly string[]): Promise<ExitCode> {
  const rules = [];
  for (const id of ids) rules.push(await findThing(session, 'security-group-rules', id));
  return deleteThings(session, rules, ({ id }) => `security-group-rules/${id}`);
}
