import { text as readAll } from 'node:stream/consumers';
import { exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

/** A password that is the one line of standard input. @throws {Failure} `usage` when it is not one line */
export async function readPasswordInput({ messages }: Terminal): Promise<string> {
  const text = (await readAll(process.stdin)).replace(/\r?\n$/, '');
  if (text === '' || text.includes('\n')) throw new Failure(exitCodes.usage, messages.admin.noPassword);
  return text;
}
