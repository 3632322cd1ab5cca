import { open, readFile, rm } from 'node:fs/promises';
import { HostFault, systemCode } from './fault.js';
import { readObject } from './fields.js';
import { isAlive, startTimeOf } from './processes.js';

/**
 * Makes sure that one engine host works on a state directory at a time. A lock whose holder is dead is taken over.
 * @throws {HostFault} `conflict` naming the living holder
 */
export async function takeHostLock(path: string, bootId: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      const mine = { pid: process.pid, startTime: startTimeOf(process.pid), bootId };
      await file.writeFile(JSON.stringify(mine));
      await file.close();
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const holder = await readHolder(path);
      if (holder !== undefined && isAlive(holder, bootId)) {
        throw new HostFault('conflict', `another engine host (process ${holder.pid}) works here: ${path}`, {
          cause: error,
        });
      }
      await rm(path, { force: true });
    }
  }
  throw new HostFault('conflict', `another engine host is starting here: ${path}`);
}

async function readHolder(path: string) {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // Killed between making the file and writing it.
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const fields = readObject(value, path, ['pid', 'startTime', 'bootId']);
  return {
    pid: fields.integer('pid', 1, 4_194_304),
    startTime: fields.text('startTime', /^\d+$/),
    bootId: fields.text('bootId', /^[0-9a-f-]{36}$/),
  };
}
