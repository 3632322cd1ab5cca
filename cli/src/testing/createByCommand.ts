import assert from 'node:assert/strict';
import type { Deskplane } from './runDeskplane.js';

/** Has the command create a desktop, and waits until it is ready. @returns the desktop's ID */
export async function createByCommand(deskplane: Deskplane, ...options: string[]): Promise<string> {
  const run = await deskplane.run('desktop', 'create', ...options, '--wait', '--json');
  assert.equal(run.code, 0, run.stderr);
  return JSON.parse(run.stdout).jobs[0].entities.desktop_id;
}
