import { printable } from '@deskplane/verify/text/printable.js';
import type { Api } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** A desktop as the API gives it (`DesktopDetailInfo`), with what tells it from others. */
export interface Desktop {
  readonly id: string;
  readonly name: string;
  readonly detail: unknown;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const pageSize = 500;

/** The ID that a word is; undefined for a name. */
export function idIn(word: string): string | undefined {
  return uuid.test(word) ? word.toLowerCase() : undefined;
}

export function missingDesktop({ terminal }: Session, word: string): Failure {
  return new Failure(exitCodes.notFound, terminal.messages.desktop.missing(printable(word)));
}

/**
 * The desktop of that ID or name; names are compared regardless of case.
 * @throws {Failure} `notFound`; `usage` when the name is not one desktop's only
 */
export async function findDesktop(session: Session, word: string): Promise<Desktop> {
  const { api, terminal } = session;
  const { ambiguous } = terminal.messages.desktop;
  const id = idIn(word);
  if (id !== undefined) {
    const answer = await api.get(`/desktops/${id}`).catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 404) return undefined;
      throw error;
    });
    if (answer === undefined) throw missingDesktop(session, word);
    return toDesktop(Reflect.get(Object(answer.body), 'desktop'));
  }
  const { body } = await api.get('/desktops/detail', { computer_name: word });
  const found = listAt(body, 'desktops')
    .map(toDesktop)
    .filter(({ name }) => name.toLowerCase() === word.toLowerCase());
  const [first, second] = found;
  if (first === undefined) throw missingDesktop(session, word);
  if (second !== undefined) {
    throw new Failure(
      exitCodes.usage,
      ambiguous(word, found.map((each) => each.id).join(terminal.messages.marks.list)),
    );
  }
  return first;
}

/** What leads to a desktop in a command that is to be typed: its name, or its ID where the name is no plain word. */
export function wordFor({ id, name }: Pick<Desktop, 'id' | 'name'>): string {
  return /^[\w.-]+$/.test(name) ? name : id;
}

/** As {@link findDesktop}; of a desktop by its ID that the caller may not see, only the ID. */
export async function findDesktopToChange(session: Session, word: string): Promise<Desktop> {
  const id = idIn(word);
  return findDesktop(session, word).catch((error: unknown) => {
    if (id !== undefined && error instanceof Refusal && error.status === 403)
      return { id, name: id, detail: undefined };
    throw error;
  });
}

/**
 * Several of them, each once, in the order given.
 * @param find how each is found
 */
export async function findDesktopsByWords(
  session: Session,
  words: readonly string[],
  find: typeof findDesktop = findDesktop,
): Promise<Desktop[]> {
  const found = new Map<string, Desktop>();
  for (const word of words) {
    const desktop = await find(session, word);
    found.set(desktop.id, desktop);
  }
  if (found.size > 100) throw new Failure(exitCodes.usage, session.terminal.messages.desktop.tooMany);
  return [...found.values()];
}

/** All desktops of the project, oldest first, page by page. */
export async function listAllDesktops(api: Api): Promise<Desktop[]> {
  const desktops = new Map<string, Desktop>();
  for (let offset = 0; ; offset += pageSize) {
    const { body } = await api.get('/desktops/detail', { limit: pageSize, offset });
    const page = listAt(body, 'desktops').map(toDesktop);
    for (const desktop of page) desktops.set(desktop.id, desktop);
    if (page.length < pageSize) return [...desktops.values()];
  }
}

function toDesktop(detail: unknown): Desktop {
  return { id: textAt(detail, 'desktop_id'), name: textAt(detail, 'computer_name'), detail };
}
