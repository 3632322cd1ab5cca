import { readHeadFile, UnusableFile } from '@deskplane/verify/command/readFiles.js';
import type { Envelope } from '@deskplane/verify/envelope.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

/**
 * Reads the signed head in a file that was named on the command line.
 * @param path `-`: standard input
 * @throws {Failure} `usage`
 */
export async function readOlderHead(path: string, messages: Messages): Promise<Envelope> {
  try {
    return await readHeadFile(path, messages.verdicts.files);
  } catch (error) {
    if (error instanceof UnusableFile) throw new Failure(exitCodes.usage, error.message);
    throw error;
  }
}
