import { writeFile } from 'node:fs/promises';
import { describeFileFault } from '@deskplane/verify/words/fileWords.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

/**
 * Writes a file for its owner alone. One that is there is not overwritten.
 * @throws {Failure} `failed` when it cannot be written
 */
export async function writeOwnFile(
  path: string,
  content: string,
  { report, verdicts }: Messages,
): Promise<void> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Failure(exitCodes.failed, report.notWritten(path, describeFileFault(error, verdicts.files)));
  }
}
