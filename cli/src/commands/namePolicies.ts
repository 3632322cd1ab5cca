import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import { findNamePolicy, listAllNamePolicies } from '../desktops/findNamePolicies.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { confirm } from './confirm.js';

/** `deskplane name-policy list`. */
export async function listNamePolicies(session: Session): Promise<void> {
  const { terminal } = session;
  const policies = await listAllNamePolicies(session.api);
  if (session.json) {
    sayJson(session, { total_count: policies.length, desktop_name_policy_infos: policies });
    return;
  }
  const words = terminal.messages.namePolicy;
  if (policies.length === 0) {
    terminal.note(words.none);
    return;
  }
  const said = (is: boolean): string => (is ? words.yes : words.no);
  const rows = policies.map((policy) => [
    textAt(policy, 'policy_name'),
    textAt(policy, 'name_prefix'),
    String(numberAt(policy, 'digit_number') ?? ''),
    String(numberAt(policy, 'start_number') ?? ''),
    said(numberAt(policy, 'single_domain_user_inc') === 1),
    said(at(policy, 'is_default_policy') === true),
    said(at(policy, 'prefix_truncation_enabled') === true),
    textAt(policy, 'policy_id'),
  ]);
  const { name, prefix, digits, start, perUser, default: usual, truncate, id } = words.titles;
  const head = [name, prefix, digits, start, perUser, usual, truncate, id];
  terminal.say(formatTable(head, rows, terminal.columns));
}

/** What is undefined stays as it is, or is as usual. */
export interface NamePolicyOptions {
  readonly name?: string | undefined;
  readonly prefix?: string | undefined;
  readonly digits?: number | undefined;
  readonly start?: number | undefined;
  readonly perUser?: boolean | undefined;
  readonly default?: boolean | undefined;
  readonly truncate?: boolean | undefined;
}

/** `deskplane name-policy create`. */
export async function createNamePolicy(
  session: Session,
  name: string,
  options: NamePolicyOptions,
): Promise<void> {
  const usual = { digits: 2, start: 1, perUser: false };
  const { body } = await session.api.post('/desktop-name-policies', {
    ...fieldsOf(usual),
    ...fieldsOf({ ...options, name }),
  });
  const words = session.terminal.messages.namePolicy;
  if (session.json) sayJson(session, body);
  else session.terminal.say(words.created(printable(name), textAt(body, 'policy_id')));
}

/** `deskplane name-policy edit`. */
export async function editNamePolicy(
  session: Session,
  word: string,
  options: NamePolicyOptions,
): Promise<void> {
  const words = session.terminal.messages.namePolicy;
  const body = fieldsOf(options);
  if (Object.keys(body).length === 0) throw new Failure(exitCodes.usage, words.nothing);
  const policy = await findNamePolicy(session, word);
  await session.api.put(`/desktop-name-policies/${policy.id}`, body);
  if (session.json) sayJson(session, { policy_id: policy.id });
  else session.terminal.say(words.edited(printable(options.name ?? policy.name)));
}

/** `deskplane name-policy delete`: all of them or, if one is missing, none. */
export async function deleteNamePolicies(
  session: Session,
  named: readonly string[],
  yes: boolean,
): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.namePolicy.delete;
  const policies = new Map<string, string>();
  for (const word of named) {
    const { id, name } = await findNamePolicy(session, word);
    policies.set(id, name);
  }
  const names = [...policies.values()].map((name) => printable(name)).join(terminal.messages.marks.list);
  await confirm(terminal, { ...words, warning: words.warning(names) }, yes);
  const ids = [...policies.keys()];
  await api.post('/desktop-name-policies/batch-delete', { policy_ids: ids });
  if (session.json) sayJson(session, { deleted: ids });
  else terminal.say(words.done(names));
}

function fieldsOf(options: NamePolicyOptions): Readonly<Record<string, string | number | boolean>> {
  const { name, prefix, digits, start, perUser, truncate } = options;
  return {
    ...(name === undefined ? {} : { policy_name: name }),
    ...(prefix === undefined ? {} : { name_prefix: prefix }),
    ...(digits === undefined ? {} : { digit_number: digits }),
    ...(start === undefined ? {} : { start_number: start }),
    ...(perUser === undefined ? {} : { single_domain_user_inc: perUser ? 1 : 0 }),
    ...(options.default === undefined ? {} : { is_default_policy: options.default }),
    ...(truncate === undefined ? {} : { prefix_truncation_enabled: truncate }),
  };
}
