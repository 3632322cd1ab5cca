import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { Envelope } from '@deskplane/verify/envelope.js';
import { MalformedBundle, readEnvelope, readKeySet } from '@deskplane/verify/readBundle.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

/**
 * Reads a file that was named on the command line.
 * @param path `-`: standard input
 * @throws {Failure} `usage`
 */
export async function readNamedFile(path: string, messages: Messages): Promise<Buffer> {
  try {
    return path === '-' ? Buffer.from(await readAll(process.stdin)) : await readFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(exitCodes.usage, messages.receipt.noFile(path, why));
  }
}

/** @throws {Failure} `usage` when the file holds no signed head */
export async function readHeadFile(path: string, messages: Messages): Promise<Envelope> {
  const text = (await readNamedFile(path, messages)).toString('utf8');
  try {
    const value: JsonValue = JSON.parse(text);
    return readEnvelope(value, 'head');
  } catch {
    throw new Failure(exitCodes.usage, messages.receipt.noHead(path));
  }
}

/**
 * @returns 32-byte public keys by id
 * @throws {Failure} `usage` when the file holds no keys
 */
export async function readKeysFile(path: string, messages: Messages): Promise<ReadonlyMap<string, Buffer>> {
  const text = (await readNamedFile(path, messages)).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return readKeySet(value);
  } catch (error) {
    const why = error instanceof MalformedBundle ? error.message : messages.credentials.noJson;
    throw new Failure(exitCodes.usage, messages.receipt.noKeys(path, why));
  }
}
