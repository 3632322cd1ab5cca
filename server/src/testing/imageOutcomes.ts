import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, type EngineErrorReason } from '../engines/contract.js';
import type { EngineHostProcess } from './engineHostProcess.js';
import { waitUntil } from './waitUntil.js';

/** Whether the engine refused so. */
export function failsWith(reason?: EngineErrorReason, message = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.match(error.message, message);
    if (reason !== undefined) assert.equal(error.reason, reason, error.message);
    return true;
  };
}

/** What is refused for what it holds has a fault that the API has words for in both languages. */
export function hasFault(error: unknown): boolean {
  assert.ok(error instanceof EngineError);
  assert.ok(error.reason !== 'refused' || error.imageFault !== undefined, error.message);
  return true;
}

/** What the store holds: images, uploads, and what is being unpacked. */
export async function leftIn(host: EngineHostProcess): Promise<string[]> {
  const dir = join(host.stateDir, 'images');
  // A deleted image has left the store when its deletion is answered; its files go right after.
  await waitUntil(
    async () => (await readdir(join(dir, 'staging'))).length === 0,
    'nothing is on its way in or out',
  );
  const [images, uploads] = await Promise.all(['', 'uploads'].map((name) => readdir(join(dir, name))));
  return [...(images ?? []), ...(uploads ?? [])].filter((name) => name !== 'uploads' && name !== 'staging');
}
