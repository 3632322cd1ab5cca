import { canonicalJson, type JsonObject } from '@deskplane/verify/canonicalJson.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { verifyPersonReport } from '@deskplane/verify/verifyPersonReport.js';
import { at, listAt, textAt } from '../api/json.js';
import { patiently } from '../api/patiently.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** A report about one desktop user, as the service signed it. */
export interface SignedReport {
  /** The file that `receipt verify` checks, in its canonical form. */
  readonly file: string;
  /** What it says. */
  readonly document: JsonObject;
  /** Its place in the log. */
  readonly entry: number;
}

const pageSize = 1000;

/**
 * Has the service report everything about one user, also about one who was deleted, and checks the answer as anybody can.
 * @param word ID or name
 * @throws {Failure} `notFound`; `usage` when several deleted users had the name; `failed` when what came does not verify
 */
export async function makeReport(session: Session, word: string): Promise<SignedReport> {
  const { api, terminal } = session;
  const id = await findPersonId(session, word);
  const onWait = (seconds: number): void => terminal.progress(terminal.messages.wait.slow(seconds));
  const { body } = await patiently(
    () => api.postPatiently(`/persons/${encodeURIComponent(id)}/reports`, {}),
    onWait,
  );
  terminal.endProgress();
  const file = canonicalJson(JSON.parse(JSON.stringify(body)));
  const verdict = verifyPersonReport(Buffer.from(file, 'utf8'));
  if (!verdict.valid)
    throw new Failure(exitCodes.failed, terminal.messages.report.invalid(printable(verdict.reason)));
  return { file, document: verdict.document, entry: verdict.entry };
}

/** One who exists is meant before all who are gone. */
async function findPersonId({ api, terminal }: Session, word: string): Promise<string> {
  const words = terminal.messages.report;
  const gone: string[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const { body } = await api.get('/persons', { search: word, limit: pageSize, offset });
    const page = listAt(body, 'persons');
    for (const person of page) {
      const id = textAt(person, 'user_id');
      if (id === word) return id;
      if (textAt(person, 'user_name').toLowerCase() !== word.toLowerCase()) continue;
      if (at(person, 'exists') === true) return id;
      gone.push(id);
    }
    if (page.length < pageSize) break;
  }
  const [first, second] = gone;
  if (first === undefined) throw new Failure(exitCodes.notFound, words.unknown(printable(word)));
  if (second !== undefined)
    throw new Failure(
      exitCodes.usage,
      words.several(printable(word), gone.join(terminal.messages.marks.list)),
    );
  return first;
}
