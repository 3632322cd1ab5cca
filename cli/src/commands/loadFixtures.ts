import { createReadStream } from 'node:fs';
import { describeFileFault, nameOfFile } from '@deskplane/verify/words/fileWords.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import { type FixtureFile, maxFixtureBytes, readFixtures } from '../fixtures/readFixtures.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { whereControlled } from './faults.js';

/** `deskplane fixture load`: everything in the file, or nothing. `-` is standard input. */
export async function loadFixtures(session: Session, file: string): Promise<void> {
  const { terminal, api, credentials } = session;
  const words = terminal.messages.testDouble;
  const read = readFixtures(await readText(session, file));
  if ('fault' in read)
    throw new Failure(
      exitCodes.failed,
      words.badFixtures(calledBy(session, file), read, words.fixtureFaults[read.fault](read.words)),
    );
  const path = `/_deskplane/${credentials.project_id}/fixtures`;
  const { body } = await whereControlled(session, () => api.postService(path, read.fixtures)).catch(
    (error: unknown) => {
      throw error instanceof Refusal ? withPlace(session, file, read, error) : error;
    },
  );
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const desktops = listAt(body, 'desktops');
  terminal.say(words.loaded(listAt(body, 'users').length, desktops.length));
  const [iamUsers, policies] = [listAt(body, 'iam_users').length, listAt(body, 'policies').length];
  if (iamUsers + policies > 0) terminal.say(words.loadedPolicies(iamUsers, policies));
  if (desktops.length === 0) return;
  const { name, status, id } = words.fixtureTitles;
  const rows = desktops.map((desktop) => [
    textAt(desktop, 'name'),
    textAt(desktop, 'status'),
    textAt(desktop, 'desktop_id'),
  ]);
  terminal.say(formatTable([name, status, id], rows, terminal.columns));
}

const calledBy = ({ terminal }: Session, file: string): string =>
  nameOfFile(file, terminal.messages.verdicts.files);

async function readText(session: Session, file: string): Promise<string> {
  const { terminal } = session;
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of file === '-' ? process.stdin : createReadStream(file)) {
      pieces.push(piece);
      size += piece.length;
      if (size > maxFixtureBytes)
        throw new Failure(exitCodes.failed, terminal.messages.testDouble.tooLarge(calledBy(session, file)));
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const fault = describeFileFault(error, terminal.messages.verdicts.files);
    throw new Failure(
      exitCodes.notFound,
      terminal.messages.user.import.unreadable(calledBy(session, file), fault),
    );
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** What the service refuses, with where that stands in the file. */
function withPlace(session: Session, file: string, read: FixtureFile, refusal: Refusal): Failure {
  const field = /^body: (.+)$/.exec(String(refusal.facts['error_detail'] ?? ''))?.[1];
  if (field === undefined) return refusal;
  const place = read.placeOf(field);
  const words = session.terminal.messages.testDouble.badFixtures(
    calledBy(session, file),
    place,
    refusal.message,
  );
  return new Failure(refusal.exitCode, words, { ...refusal.facts, line: place.line, column: place.column });
}
