import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import type { Credentials } from '../api/credentials.js';
import { exitCodes, Failure } from '../failure.js';
import type { ProfileStore } from '../profiles/profileStore.js';
import type { Terminal } from '../terminal.js';
import { formatTable } from '../text/table.js';
import { describeProfile } from './login.js';

/** A profile as it was found: what it holds, or why it cannot be used. */
interface Found {
  readonly name: string;
  readonly credentials?: Credentials;
  readonly fault?: Failure;
}

/** `deskplane profile list`. One that cannot be used is listed as that. */
export async function listProfiles(terminal: Terminal, store: ProfileStore, json: boolean): Promise<void> {
  const words = terminal.messages.login;
  const current = await store.current();
  const found: Found[] = [];
  for (const name of await store.names()) found.push(await look(store, name));
  if (json) {
    const profiles = found.map(({ name, credentials, fault }) =>
      credentials === undefined
        ? { profile: name, in_use: name === current, broken: fault?.message ?? words.noProfile(name) }
        : describeProfile(name, credentials, name === current),
    );
    terminal.print(JSON.stringify({ profiles }, null, 2));
    return;
  }
  if (found.length === 0) {
    terminal.note(words.noProfiles);
    return;
  }
  const { name: title, inUse, user, account, endpoint, until } = words.titles;
  const rows = found.map(({ name, credentials }) => [
    name,
    name === current ? terminal.messages.yes : '',
    ...(credentials === undefined
      ? ['', '', '', words.broken]
      : [
          credentials.user_name,
          credentials.domain_name,
          credentials.endpoint,
          untilOf(credentials, terminal),
        ]),
  ]);
  terminal.say(formatTable([title, inUse, user, account, endpoint, until], rows, terminal.columns));
  for (const { fault } of found) if (fault !== undefined) terminal.note(fault.message);
}

/** @throws what is no fault of the file */
async function look(store: ProfileStore, name: string): Promise<Found> {
  try {
    const credentials = await store.read(name);
    return credentials === undefined ? { name } : { name, credentials };
  } catch (error) {
    if (error instanceof Failure) return { name, fault: error };
    throw error;
  }
}

/** `deskplane profile use`. @param name undefined: no profile at all */
export async function useProfile(
  terminal: Terminal,
  store: ProfileStore,
  name: string,
  json: boolean,
): Promise<void> {
  const credentials = await requireProfile(terminal, store, name);
  await store.use(name);
  if (json) terminal.print(JSON.stringify(describeProfile(name, credentials, true), null, 2));
  else terminal.say(terminal.messages.login.using(name));
}

/** `deskplane profile show`. @param named undefined: the one in use */
export async function showProfile(
  terminal: Terminal,
  store: ProfileStore,
  named: string | undefined,
  json: boolean,
): Promise<void> {
  const words = terminal.messages.login;
  const current = await store.current();
  const name = named ?? current;
  if (name === undefined) throw new Failure(exitCodes.notFound, words.noneInUse);
  const credentials = await requireProfile(terminal, store, name);
  if (json) {
    terminal.print(JSON.stringify(describeProfile(name, credentials, name === current), null, 2));
    return;
  }
  const { endpoint, account, user, project, until, file } = words.facts;
  const facts: [string, string][] = [
    [endpoint, credentials.endpoint],
    [account, printable(credentials.domain_name)],
    [user, printable(credentials.user_name)],
    [project, `${printable(credentials.project_name)} ${credentials.project_id}`],
    [until, untilOf(credentials, terminal)],
    [file, store.pathOf(name)],
  ];
  terminal.say(formatFacts(facts, '', terminal.columns));
}

/** `deskplane profile delete`. */
export async function deleteProfiles(
  terminal: Terminal,
  store: ProfileStore,
  names: readonly string[],
  json: boolean,
): Promise<void> {
  for (const name of names) {
    if (!(await store.remove(name)))
      throw new Failure(exitCodes.notFound, terminal.messages.login.noProfile(name));
    if (!json) terminal.say(terminal.messages.login.deleted(name));
  }
  if (json) terminal.print(JSON.stringify({ deleted: names }, null, 2));
}

async function requireProfile(terminal: Terminal, store: ProfileStore, name: string): Promise<Credentials> {
  const credentials = await store.read(name);
  if (credentials === undefined)
    throw new Failure(exitCodes.notFound, terminal.messages.login.noProfile(name));
  return credentials;
}

function untilOf({ login }: Credentials, { messages }: Terminal): string {
  const until = login?.expires_at ?? '';
  return new Date(until) <= new Date() ? messages.login.ended : formatTime(until);
}
