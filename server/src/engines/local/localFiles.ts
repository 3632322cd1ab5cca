import { EngineError, type ProviderRef } from '../contract.js';
import { type EngineFile, type EngineFiles, isFileName } from '../files.js';
import { fetchFromHost, sendToHost } from './hostStream.js';

/** A program inside the desktop has 10 s, and some steps take three. */
const pieceTimeoutMs = 40_000;

/** The files of a local engine's desktops: each call is a stream of its own to the engine host. */
export function createLocalFiles(socketPath: string): EngineFiles {
  const ask = (verb: string, server: ProviderRef, params: object, signal?: AbortSignal) => {
    const { kind, id, generation } = server;
    const request = { verb, params: { ref: { kind, id, generation }, ...params } };
    return fetchFromHost(socketPath, request, pieceTimeoutMs, signal);
  };
  return {
    async list(server, signal) {
      return parseFiles((await ask('listFiles', server, {}, signal)).bytes);
    },
    async read(server, { name, offset, length }, signal) {
      const { result, bytes } = await ask('readFile', server, { name, offset, length }, signal);
      return { ...parseState(result), bytes };
    },
    async write({ kind, id, generation }, { upload, offset, bytes }, signal) {
      const params = { ref: { kind, id, generation }, upload, offset, length: bytes.length };
      await sendToHost(socketPath, { verb: 'writeFile', params }, bytes, pieceTimeoutMs, signal);
    },
    async finish(server, { upload, name, size }, signal) {
      await ask('finishFile', server, { upload, name, size }, signal);
    },
    async drop(server, upload, signal) {
      await ask('dropFile', server, { upload }, signal);
    },
  };
}

function parseFiles(bytes: Buffer): EngineFile[] {
  const value: unknown = JSON.parse(bytes.toString('utf8'));
  if (!Array.isArray(value)) throw foreign();
  return value.map((each: unknown) => {
    if (typeof each !== 'object' || each === null) throw foreign();
    if (!('name' in each) || !('bytes' in each) || !('modified' in each)) throw foreign();
    const modified = new Date(String(each.modified));
    const { name, bytes: size } = each;
    if (typeof name !== 'string' || !isFileName(name)) throw foreign();
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw foreign();
    if (Number.isNaN(modified.getTime())) throw foreign();
    return { name, bytes: size, modified };
  });
}

function parseState(result: unknown): { readonly size: number; readonly revision: string } {
  if (typeof result !== 'object' || result === null) throw foreign();
  if (!('size' in result) || !('revision' in result)) throw foreign();
  const { size, revision } = result;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw foreign();
  if (typeof revision !== 'string' || !/^[\w.-]{1,100}$/.test(revision)) throw foreign();
  return { size, revision };
}

function foreign(): EngineError {
  return new EngineError('internal', 'the engine host answers in a way the protocol does not know');
}
