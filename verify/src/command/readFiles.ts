import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { JsonValue } from '../canonicalJson.js';
import type { Envelope } from '../envelope.js';
import type { Trust } from '../proofs.js';
import { MalformedBundle, readEnvelope, readKeySet } from '../readBundle.js';
import { describeFileFault, nameOfFile } from '../words/fileWords.js';
import type { VerdictWords } from '../words/verdictWords.js';

type FileWords = VerdictWords['files'];

/** A file that was named on the command line cannot be used; the message says so in the user's language. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** Files with what the user got elsewhere. */
export interface TrustFiles {
  /** A key set. */
  readonly keys: string | undefined;
  /** An older head of the log. */
  readonly head: string | undefined;
}

/**
 * Reads a file that was named on the command line.
 * @param path `-`: standard input
 * @throws {UnusableFile}
 */
export async function readNamedFile(path: string, words: FileWords): Promise<Buffer> {
  try {
    const bytes = path === '-' ? Buffer.from(await readAll(process.stdin)) : await readFile(path);
    if (bytes.length > constants.MAX_STRING_LENGTH) throw new Error('the file is larger than 512 MiB');
    return bytes;
  } catch (error) {
    throw new UnusableFile(words.notReadable(nameOfFile(path, words), describeFileFault(error, words)));
  }
}

/** @throws {UnusableFile} */
export async function readTrust({ keys, head }: TrustFiles, words: FileWords): Promise<Trust> {
  return {
    ...(keys === undefined ? {} : { keys: await readKeysFile(keys, words) }),
    ...(head === undefined ? {} : { head: await readHeadFile(head, words) }),
  };
}

/** @throws {UnusableFile} when the file holds no signed head */
export async function readHeadFile(path: string, words: FileWords): Promise<Envelope> {
  const text = (await readNamedFile(path, words)).toString('utf8');
  try {
    const value: JsonValue = JSON.parse(text);
    return readEnvelope(value, 'head');
  } catch {
    throw new UnusableFile(words.noHead(nameOfFile(path, words)));
  }
}

/** @returns 32-byte public keys by id */
async function readKeysFile(path: string, words: FileWords): Promise<ReadonlyMap<string, Buffer>> {
  const text = (await readNamedFile(path, words)).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return readKeySet(value);
  } catch (error) {
    const why = error instanceof MalformedBundle ? error.message : words.noJson;
    throw new UnusableFile(words.noKeys(nameOfFile(path, words), why));
  }
}
