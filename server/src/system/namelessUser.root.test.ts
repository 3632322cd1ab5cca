import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const users = new URL('systemUsers.js', import.meta.url).href;

/** What a process finds that is started as a bare number, without a home, as containers are. */
async function asNobodyKnown(expression: string): Promise<string> {
  const script = `
    process.setgroups([]); process.setgid(54321); process.setuid(54321);
    const { currentUser, homeDirectory } = await import(${JSON.stringify(users)});
    console.log(await (${expression})());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env['PATH'] },
  });
  return stdout.trim();
}

describe('a user whom the machine has no name for', () => {
  it('has the root directory for a home', async () => {
    assert.equal(await asNobodyKnown('homeDirectory'), '/');
  });

  it('is told that PostgreSQL does not run for it', async () => {
    const told = await asNobodyKnown(
      '() => { try { return currentUser().name } catch (error) { return `${error.name}: ${error.message}` } }',
    );
    assert.match(told, /^StartError: The user 54321 has no name on this machine/);
  });
});
