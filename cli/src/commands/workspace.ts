import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { confirm } from './confirm.js';

export interface ServiceWishes {
  readonly enterpriseId?: string;
  readonly network?: string;
  readonly subnet?: readonly string[];
  readonly mails?: string;
  readonly protect?: string;
}

/** What protects new desktops, as ListTenantConfigs calls it. */
const protectNew = 'protect_new_desktops';

/** `deskplane workspace show`. */
export async function showService(session: Session): Promise<void> {
  const { api, terminal } = session;
  const { body } = await api.get('/workspaces');
  const lock = (await api.get('/workspaces/lock-status')).body;
  const configs = await readConfigs(session);
  if (session.json) {
    sayJson(session, { service: body, lock, configs });
    return;
  }
  const words = terminal.messages.workspace;
  if (textAt(body, 'status') === 'CLOSED') {
    terminal.note(words.notOpen);
    return;
  }
  const reason = textAt(lock, 'lock_reason');
  const since = textAt(lock, 'lock_time');
  const subnets = listAt(body, 'subnet_ids').map((subnet) => textAt(subnet, 'subnet_id'));
  terminal.say(
    [
      words.facts.enterpriseId(printable(textAt(body, 'enterprise_id'))),
      words.facts.network(textAt(body, 'vpc_id'), subnets.join(terminal.messages.marks.list)),
      words.facts.mails(at(body, 'is_send_email') === true),
      ...configs
        .filter((config) => at(config, 'name') === protectNew)
        .map((config) => words.facts.protects(at(config, 'status') === 'ON')),
      words.facts.closable(at(body, 'closable') === true),
      ...(since === '' ? [] : [words.facts.locked(since, printable(reason))]),
    ].join('\n'),
  );
}

/** What can be switched in the project; nothing for who may not look at it. */
async function readConfigs({ api }: Session): Promise<readonly unknown[]> {
  try {
    return listAt((await api.get('/tenant-configs')).body, 'function_configs');
  } catch (error) {
    if (error instanceof Refusal && error.status === 403) return [];
    throw error;
  }
}

/** `deskplane workspace open`. */
export async function openService(session: Session, wishes: ServiceWishes): Promise<void> {
  const { enterpriseId, network, subnet } = wishes;
  const { body } = await session.api.post('/workspaces', {
    ad_domains: { domain_type: 'LITE_AS' },
    ...(enterpriseId === undefined ? {} : { enterprise_id: enterpriseId }),
    ...(network === undefined ? {} : { vpc_id: network }),
    ...(subnet === undefined ? {} : { subnet_ids: subnet.map((id) => ({ subnet_id: id })) }),
  });
  if (session.json) sayJson(session, body);
  else session.terminal.say(session.terminal.messages.workspace.opened);
}

/** `deskplane workspace edit`. */
export async function editService(session: Session, wishes: ServiceWishes): Promise<void> {
  const words = session.terminal.messages.workspace;
  const { enterpriseId, subnet } = wishes;
  const mails = readSwitch(session, '--mails', wishes.mails);
  const protect = readSwitch(session, '--protect', wishes.protect);
  const change = {
    ...(enterpriseId === undefined ? {} : { enterprise_id: enterpriseId }),
    ...(subnet === undefined ? {} : { subnet_ids: subnet }),
    ...(mails === undefined ? {} : { is_send_email: mails }),
  };
  const changes = Object.keys(change).length > 0;
  if (!changes && protect === undefined) throw new Failure(exitCodes.usage, words.nothing);
  const { body } = changes ? await session.api.put('/workspaces', change) : { body: {} };
  if (protect !== undefined) {
    const function_config = { name: protectNew, status: protect ? 'ON' : 'OFF' };
    await session.api.put('/tenant-configs', { function_config });
  }
  if (session.json) sayJson(session, body);
  else session.terminal.say(words.edited);
}

function readSwitch(session: Session, flag: string, given: string | undefined): boolean | undefined {
  if (given !== undefined && given !== 'on' && given !== 'off')
    throw new Failure(exitCodes.usage, session.terminal.messages.workspace.onOrOff(flag));
  return given === undefined ? undefined : given === 'on';
}

/** `deskplane workspace close`. */
export async function closeService(session: Session, yes: boolean): Promise<void> {
  const { api, terminal } = session;
  const { close } = terminal.messages.workspace;
  await confirm(terminal, close, yes);
  const { body } = await api.delete('/workspaces');
  if (session.json) sayJson(session, body);
  else terminal.say(close.done);
}

/** `deskplane workspace lock`. */
export async function lockService(session: Session, reason: string): Promise<void> {
  await session.api.post('/workspaces/lock', { lock_reason: reason });
  if (session.json) sayJson(session, { locked: true });
  else session.terminal.say(session.terminal.messages.workspace.locked);
}

/** `deskplane workspace unlock`. */
export async function unlockService(session: Session): Promise<void> {
  const { body } = await session.api.put('/workspaces/lock-status', { operate_type: 'unlock' });
  if (session.json) sayJson(session, body);
  else session.terminal.say(session.terminal.messages.workspace.unlocked);
}
