import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { findDesktopUserId } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { findGroup } from '../users/groups.js';

const config = '/assist-auth-config/method-config';
const objects = '/assist-auth-config/apply-objects';

/** Users and groups, by name or id. */
export interface NamedPeople {
  readonly user?: readonly string[] | undefined;
  readonly group?: readonly string[] | undefined;
}

/** `deskplane second-factor show`. */
export async function showSecondFactor(session: Session): Promise<void> {
  const { terminal } = session;
  const words = terminal.messages.secondFactor;
  const { body } = await session.api.get(config);
  if (session.json) return sayJson(session, body);
  const info = at(body, 'otp_config_info');
  const named = listAt(info, 'apply_objects');
  const isOn = at(info, 'enable') === true;
  const everybody = named.length === 0;
  if (isOn) terminal.say(everybody ? words.everybody : words.some);
  else terminal.say(everybody ? words.off : words.offOfSome);
  if (named.length === 0) return;
  const kinds: Readonly<Record<string, string>> = words.kinds;
  const rows = named.map((each) => {
    const kind = textAt(each, 'object_type');
    return [kinds[kind] ?? kind, textAt(each, 'object_name'), textAt(each, 'object_id')];
  });
  terminal.say(formatTable([words.titles.kind, words.titles.name, words.titles.id], rows, terminal.columns));
}

/** `deskplane second-factor on` and `off`. @param everybody take off all who are named, so that it is asked of everybody */
export async function switchSecondFactor(
  session: Session,
  enable: boolean,
  everybody: boolean,
): Promise<void> {
  await session.api.put(config, {
    otp_config_info: { enable, ...(everybody ? { apply_objects: [] } : {}) },
  });
  await showSecondFactor(session);
}

/** `deskplane second-factor add` and `remove`. */
export async function changeSecondFactor(
  session: Session,
  change: 'add' | 'delete',
  { user = [], group = [] }: NamedPeople,
): Promise<void> {
  if (user.length + group.length === 0)
    throw new Failure(exitCodes.usage, session.terminal.messages.secondFactor.nobody);
  const named: { readonly object_type: string; readonly object_id: string; readonly word: string }[] = [];
  for (const word of user)
    named.push({ object_type: 'USER', object_id: await findDesktopUserId(session, word), word });
  for (const word of group)
    named.push({ object_type: 'USER_GROUP', object_id: (await findGroup(session, word)).id, word });
  const before = change === 'delete' ? await readNamed(session) : undefined;
  await session.api.post(objects, {
    [change]: named.map(({ object_type, object_id }) => ({ object_type, object_id })),
  });
  for (const { object_type: type, object_id: id, word } of named)
    if (before?.has(`${type} ${id}`) === false)
      session.terminal.note(session.terminal.messages.secondFactor.notNamed(printable(word)));
  await showSecondFactor(session);
}

/** Who is named, by type and id. */
async function readNamed({ api }: Session): Promise<ReadonlySet<string>> {
  const { body } = await api.get(config);
  return new Set(
    listAt(body, 'otp_config_info', 'apply_objects').map(
      (each) => `${textAt(each, 'object_type')} ${textAt(each, 'object_id')}`,
    ),
  );
}

/** `deskplane user forget-device`: who has lost the device that makes the codes sets up another one. */
export async function forgetDevice(session: Session, name: string): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.secondFactor;
  const id = await findDesktopUserId(session, name);
  const path = `/users/${id}/otp-devices`;
  const ids = listAt((await api.get(path)).body, 'otp_devices').map((device) => textAt(device, 'id'));
  if (ids.length > 0) await api.deleteListed(path, { otp_ids: ids });
  if (session.json) sayJson(session, { id, otp_ids: ids });
  else terminal.say(ids.length === 0 ? words.noDevice(printable(name)) : words.forgotten(printable(name)));
}
