import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { confirm } from '../commands/confirm.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

/** What networks are made of, as version 1 of the network service calls it. */
export type NetworkKind = 'vpcs' | 'subnets' | 'security-groups' | 'security-group-rules';

/** The project holds fewer of each. */
const most = 2000;

/** A VPC, a subnet or a security group as the API gives it, with what tells it from others. */
export interface NetworkThing {
  readonly id: string;
  readonly name: string;
  readonly detail: unknown;
}

/** A path below the project in version 1 of the network service. */
export function networkPath({ credentials }: Session, path: string): string {
  return `/v1/${credentials.project_id}/${path}`;
}

/** All of a kind, by name. */
export async function listThings(
  session: Session,
  kind: NetworkKind,
  query: Readonly<Record<string, string>> = {},
): Promise<NetworkThing[]> {
  const { body } = await session.api.getService(networkPath(session, kind), { ...query, limit: most });
  return listAt(body, kind.replaceAll('-', '_'))
    .map((detail) => ({ id: textAt(detail, 'id'), name: textAt(detail, 'name'), detail }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The one of that ID or name.
 * @throws {Failure} `notFound`; `usage` when several have the name
 */
export async function findThing(session: Session, kind: NetworkKind, word: string): Promise<NetworkThing> {
  const words = session.terminal.messages.network;
  const all = await listThings(session, kind);
  const found = all.filter(({ id, name }) => id === word.toLowerCase() || name === word);
  const [first, second] = found;
  if (first === undefined) throw new Failure(exitCodes.notFound, words.none[kind](printable(word)));
  if (second !== undefined)
    throw new Failure(
      exitCodes.usage,
      words.several(printable(word), found.map(({ id }) => id).join(session.terminal.messages.marks.list)),
    );
  return first;
}

/** Asks whether these are to be deleted. @param yes agreed to beforehand @throws {Failure} where that is not agreed to */
export async function agreeToDelete(
  { terminal }: Session,
  things: readonly NetworkThing[],
  yes: boolean,
): Promise<void> {
  const { network, delete: asking, marks } = terminal.messages;
  const names = things.map(nameOf).join(marks.list);
  await confirm(terminal, { ...asking, warning: network.willDelete(names) }, yes);
}

const nameOf = ({ id, name }: NetworkThing): string => printable(name === '' ? id : name);

/** Deletes one after the other; ends with 1 when one of them was not deleted. */
export async function deleteThings(
  session: Session,
  things: readonly NetworkThing[],
  pathOf: (thing: NetworkThing) => string,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const words = terminal.messages.network;
  const deleted: string[] = [];
  for (const thing of things) {
    const name = nameOf(thing);
    try {
      await api.deleteService(networkPath(session, pathOf(thing)));
      deleted.push(thing.id);
      if (!session.json) terminal.say(words.deleted(name));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      terminal.note(words.notDeleted(name, error.message));
    }
  }
  if (session.json) sayJson(session, { deleted });
  return deleted.length === things.length ? exitCodes.done : exitCodes.failed;
}

/** Says what was made or changed. @param thing as the API answered it */
export function sayThing(session: Session, thing: unknown, text: (name: string, id: string) => string): void {
  if (session.json) sayJson(session, thing);
  else session.terminal.say(text(printable(textAt(thing, 'name')), textAt(thing, 'id')));
}

/** Fields that were given. @throws {Failure} `usage` when none was */
export function changesOf(
  { terminal }: Session,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new Failure(exitCodes.usage, terminal.messages.network.nothing);
  return Object.fromEntries(given);
}
