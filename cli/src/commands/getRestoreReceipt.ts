import { canonicalJson } from '@deskplane/verify/canonicalJson.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { idIn } from '../desktops/findDesktops.js';
import { readSubJobs } from '../desktops/followJob.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';
import { toJson, withHistory } from './getReceipt.js';
import { readOlderHead } from './readOlderHead.js';
import { readSnapshots } from './snapshots.js';
import { writeOwnFile } from './writeOwnFile.js';

export interface RestoreReceiptOptions {
  /** ID or name of the snapshot; needed where the job put several disks back. */
  readonly snapshot: string | undefined;
  /** ID of the desktop; needed once the job is no longer on record. */
  readonly desktop: string | undefined;
  /** A file with an older head. */
  readonly head: string | undefined;
  /** Where to write the file; undefined: it is printed. */
  readonly output: string | undefined;
}

/** `deskplane snapshot receipt`: the file of a restore that `receipt verify` checks, in its canonical form. */
export async function getRestoreReceipt(
  session: Session,
  jobId: string,
  { head, output, ...named }: RestoreReceiptOptions,
): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.snapshot;
  const older = head === undefined ? undefined : await readOlderHead(head, terminal.messages);
  if (idIn(jobId) === undefined) throw new Failure(exitCodes.usage, words.noJob(printable(jobId)));
  const { desktop, snapshot } = await findRestore(session, jobId, named);
  const parts = [desktop, snapshot, jobId].map((part) => encodeURIComponent(part));
  const path = `/desktops/${parts[0]}/snapshots/${parts[1]}/restores/${parts[2]}/receipt`;
  const { body } = await api.get(path).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    throw new Failure(exitCodes.notFound, words.noReceipt(jobId));
  });
  const file = canonicalJson(toJson(await withHistory(session, older, Object(body))));
  if (output === undefined) return terminal.print(file);
  await writeOwnFile(output, `${file}\n`, terminal.messages);
  terminal.note(terminal.messages.report.written(output));
}

/** @throws {Failure} `notFound` for what is no restore, `usage` where the job has several */
async function findRestore(
  session: Session,
  jobId: string,
  { snapshot, desktop }: Pick<RestoreReceiptOptions, 'snapshot' | 'desktop'>,
): Promise<{ readonly desktop: string; readonly snapshot: string }> {
  const words = session.terminal.messages.snapshot;
  const ids = snapshot === undefined ? undefined : await idsOf(session, snapshot, desktop);
  if (ids !== undefined && desktop !== undefined) {
    const [id, another] = ids;
    if (id === undefined) throw new Failure(exitCodes.notFound, words.missing(printable(snapshot ?? '')));
    if (another !== undefined)
      throw new Failure(exitCodes.usage, [words.several(printable(snapshot ?? '')), ...ids].join('\n  '));
    return { snapshot: id, desktop };
  }
  const restores = (await readSubJobs(session, jobId))
    .map(({ detail, desktopId }) => ({
      type: textAt(detail, 'job_type'),
      desktop: desktopId,
      snapshot: textAt(at(detail, 'entities'), 'snapshot_id'),
    }))
    .filter(({ type }) => type === 'restoreDesktopBySnapshot')
    .filter((each) => ids === undefined || ids.includes(each.snapshot));
  const [found, another] = restores;
  if (found === undefined) throw new Failure(exitCodes.notFound, words.noRestore(jobId));
  if (another !== undefined)
    throw severalOf(
      session,
      restores.map((each) => each.snapshot),
    );
  return found;
}

function severalOf({ terminal }: Session, ids: readonly string[]): Failure {
  const { snapshot: words, marks } = terminal.messages;
  return new Failure(exitCodes.usage, words.severalRestores(ids.join(marks.list)));
}

/** The IDs of the snapshots that a word is: itself, or those of that name that are still there. */
async function idsOf(
  session: Session,
  word: string,
  desktop: string | undefined,
): Promise<readonly string[]> {
  const id = idIn(word);
  if (id !== undefined) return [id];
  return (await readSnapshots(session, desktop))
    .filter((each) => textAt(each, 'snapshot_name') === word)
    .map((each) => textAt(each, 'snapshot_id'));
}
