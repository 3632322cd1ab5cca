import type { CredentialsFound } from '@deskplane/server/backup/backupAndRestore.js';
import type { Restored } from '@deskplane/server/backup/restoreBackup.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

export interface CareParts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.Dict<string>;
}

/** `deskplane backup FILE`. Needs the database, not the service. */
export async function backUp(
  { terminal, environment }: CareParts,
  file: string,
  json: boolean,
): Promise<ExitCode> {
  const { makeBackup } = await import('@deskplane/server/backup/backupAndRestore.js');
  const summary = await explained(() =>
    makeBackup({ environment, file, progress: (text) => terminal.note(text) }),
  );
  const rows = [...summary.rows.values()].reduce((sum, count) => sum + count, 0);
  const desktops = summary.rows.get('desktops') ?? 0;
  if (json) {
    const { masterKeyPath, tombstonesPath } = summary;
    const paths = { master_key: masterKeyPath, tombstones: tombstonesPath };
    terminal.print(JSON.stringify({ file, rows, desktops, ...paths }, null, 2));
    return exitCodes.done;
  }
  terminal.say(terminal.messages.installation.backedUp(file, rows, desktops));
  terminal.note(terminal.messages.installation.keep(summary.masterKeyPath, summary.tombstonesPath));
  return exitCodes.done;
}

export interface RestoreOptions {
  readonly replay: boolean;
  readonly tombstones: string | undefined;
  readonly withoutTombstones: boolean;
  readonly json: boolean;
}

/** `deskplane restore FILE` and `deskplane restore --replay`. */
export async function restoreBackup(
  { terminal, environment }: CareParts,
  file: string | undefined,
  options: RestoreOptions,
): Promise<ExitCode> {
  const { installation: words } = terminal.messages;
  const { tombstones, withoutTombstones } = options;
  if ((file === undefined) !== options.replay) throw new Failure(exitCodes.usage, words.needsFile);
  const { replay, restore } = await import('@deskplane/server/backup/backupAndRestore.js');
  const common = { environment, tombstones, progress: (text: string) => terminal.note(text) };
  if (file === undefined) {
    const replayed = await explained(() => replay(common));
    if (options.json) return printReplayed(terminal, replayed, {});
    sayReplayed(terminal, replayed);
    sayWhatNext(terminal, replayed);
    return exitCodes.done;
  }
  const restored = await explained(() => restore({ ...common, file, withoutTombstones }));
  if (options.json) {
    const { rows, head } = restored;
    return printReplayed(terminal, restored, { file, rows, taken_at: head.takenAt });
  }
  terminal.say(words.restored(file, restored.rows, formatTime(restored.head.takenAt)));
  sayReplayed(terminal, restored);
  sayWhatNext(terminal, restored);
  return exitCodes.done;
}

/** The same for programs. @param more what is known of the backup */
function printReplayed(
  terminal: Terminal,
  { replayed, known, credentials, credentialsPath }: Pick<Restored, 'replayed' | 'known'> & CredentialsFound,
  more: object,
): ExitCode {
  const tombstones =
    known === undefined ? null : { file: known.file, until: known.until ?? null, shared: known.shared };
  const found = { state: credentials, file: credentialsPath };
  const replayedCounts = Object.fromEntries(replayed);
  terminal.print(
    JSON.stringify({ ...more, replayed: replayedCounts, tombstones, credentials: found }, null, 2),
  );
  return exitCodes.done;
}

/** Says what was ended again, and how far that could be known: never that nothing else had ended. */
function sayReplayed(terminal: Terminal, { replayed, known }: Pick<Restored, 'replayed' | 'known'>): void {
  const { installation: words } = terminal.messages;
  const counts = [...replayed].map(([kind, count]) => words.ended(kind, count)).join(words.listed);
  if (counts !== '') terminal.say(words.replayed(counts));
  if (known === undefined) terminal.say(words.unknown);
  else terminal.say(words.known(counts === '', known.file, formatTime(known.until ?? '')));
  if (known?.shared === false) terminal.say(words.diverged);
}

/** What a database that was put back cannot know: the way in, and what was made after it. */
function sayWhatNext(terminal: Terminal, { credentials, credentialsPath }: CredentialsFound): void {
  const { installation: words } = terminal.messages;
  if (credentials !== 'working')
    terminal.note(words.staleCredentials(credentialsPath, credentials === 'missing'));
  terminal.note(words.laterItems);
}

/** What is meant for the user is said without a stack. */
export async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'StartError')
      throw new Failure(exitCodes.failed, error.message);
    throw error;
  }
}
