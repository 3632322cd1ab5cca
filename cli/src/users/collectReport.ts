import { printable } from '@deskplane/verify/text/printable.js';
import type { Query } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { patiently } from '../api/patiently.js';
import { Refusal } from '../api/sendRequest.js';
import { listAllDesktops } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** Everything that the service has about one desktop user; the parts are the API's own objects. */
export interface UserReport {
  readonly format: 'deskplane-user-report/1';
  readonly made_at: string;
  readonly made_by: string;
  readonly endpoint: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly user_name: string;
  /** Null once the user was deleted. */
  readonly user: unknown;
  readonly desktops: readonly unknown[];
  /** Of desktops that were the user's, with their receipts, which are signed and can be verified each. */
  readonly deletions: readonly unknown[];
  readonly mails: readonly unknown[];
  readonly connections: readonly unknown[];
}

interface Person {
  readonly id: string;
  readonly name: string;
}

const userId = /^[0-9a-f]{32}$/;

/**
 * Collects it, also about a user who was deleted.
 * @param word ID or name
 * @throws {Failure} `notFound`; `usage` when several deleted users had the name
 */
export async function collectReport(session: Session, word: string): Promise<UserReport> {
  const { api, credentials, now } = session;
  const living = await findLiving(session, word);
  const deletions = await readDeletions(session);
  const person = living === undefined ? findDeleted(session, word, deletions) : personOf(living, 'id');
  const isTheirs = (entry: unknown): boolean => textAt(entry, 'user_id') === person.id;
  const desktops = (await listAllDesktops(api))
    .map(({ detail }) => detail)
    .filter((detail) => listAt(detail, 'attach_user_infos').some(isTheirs));
  const mails = (await readPages(session, '/mails', 'mails', {})).filter(isTheirs);
  const connections =
    person.name === ''
      ? []
      : await readPages(session, '/connections/desktops', 'records', { user_name: person.name });
  return {
    format: 'deskplane-user-report/1',
    made_at: now().toISOString(),
    made_by: credentials.user_name,
    endpoint: credentials.endpoint,
    project_id: credentials.project_id,
    user_id: person.id,
    user_name: person.name,
    user: living ?? null,
    desktops,
    deletions: deletions.filter((deletion) => listAt(deletion, 'users').some(isTheirs)),
    mails,
    connections,
  };
}

/** Undefined when there is no such user, or no longer. */
async function findLiving({ api }: Session, word: string): Promise<unknown> {
  if (!userId.test(word)) {
    const { body } = await api.get('/users', { user_name: word });
    return listAt(body, 'users').find(
      (user) => textAt(user, 'user_name').toLowerCase() === word.toLowerCase(),
    );
  }
  try {
    return Reflect.get(Object((await api.get(`/users/${word}`)).body), 'user_detail');
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

function findDeleted({ terminal }: Session, word: string, deletions: readonly unknown[]): Person {
  const words = terminal.messages.report;
  const people = new Map<string, Person>();
  for (const user of deletions.flatMap((deletion) => listAt(deletion, 'users'))) {
    const person = personOf(user, 'user_id');
    if (person.id === word || person.name.toLowerCase() === word.toLowerCase()) people.set(person.id, person);
  }
  const [first, second] = people.values();
  if (first === undefined) throw new Failure(exitCodes.notFound, words.unknown(printable(word)));
  if (second !== undefined)
    throw new Failure(exitCodes.usage, words.several(printable(word), [...people.keys()].join(', ')));
  return first;
}

function personOf(user: unknown, idField: string): Person {
  return { id: textAt(user, idField), name: textAt(user, 'user_name') };
}

/** Every deletion with its users and, once it is done, its receipt: the list has neither. */
async function readDeletions(session: Session): Promise<unknown[]> {
  const { api, terminal } = session;
  const listed = await readPages(session, '/deletions', 'deletions', {});
  const details: unknown[] = [];
  for (const deletion of listed) {
    terminal.progress(terminal.messages.report.progress(details.length, listed.length));
    const path = `/deletions/${textAt(deletion, 'desktop_id')}`;
    details.push((await patiently(() => api.get(path), onWait(session))).body);
  }
  terminal.endProgress();
  return details;
}

async function readPages(session: Session, path: string, field: string, query: Query): Promise<unknown[]> {
  const limit = 1000;
  const all: unknown[] = [];
  for (;;) {
    const ask = () => session.api.get(path, { ...query, limit, offset: all.length });
    const page = listAt((await patiently(ask, onWait(session))).body, field);
    all.push(...page);
    if (page.length < limit) return all;
  }
}

const onWait =
  ({ terminal }: Session) =>
  (seconds: number): void =>
    terminal.progress(terminal.messages.wait.slow(seconds));
