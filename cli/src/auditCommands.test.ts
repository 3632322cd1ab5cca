import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
let desktopId: string;

const keep = async (name: string, text: string): Promise<string> => {
  const path = join(deskplane.directory, name);
  await writeFile(path, text);
  return path;
};
const output = async (...words: string[]): Promise<string> => {
  const result = await deskplane.run(...words);
  assert.equal(result.code, 0, result.stderr);
  return result.stdout;
};
/** Runs the command where there is neither a service nor credentials. */
const offline = (...words: string[]) =>
  run(process.execPath, [deskplanePath, ...words], { cwd: deskplane.directory });
const sealed = (): Promise<unknown> =>
  waitUntil(
    async () => (await service.database.pool.query('select from log_unsealed limit 1')).rowCount === 0,
    'the log to be sealed',
  );

before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
  [desktopId] = await createDesktops(service, {});
  await sealed();
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

describe('deskplane audit', () => {
  it('lists who did what to a desktop', async () => {
    const answer = await service.call('DELETE', `/desktops/${desktopId}`);
    assert.equal(answer.status, 204, answer.text);
    const listed = await output('audit', 'list', '--resource', desktopId, '--since', '1h');
    const user = service.credentials.user_name;
    assert.match(listed, new RegExp(`deleteDesktop +${user} +127\\.0\\.0\\.1 +${desktopId} +204 +done`));
    const none = await deskplane.run('audit', 'list', '--until', '2001-01-01');
    assert.deepEqual([none.code, none.stdout], [0, '']);
    const wrong = await deskplane.run('audit', 'list', '--since', 'yesterday');
    assert.equal(wrong.code, 2, wrong.stderr);
    assert.match(wrong.stderr, /yesterday is not a date/);
  });

  it('exports a file that verifies without the service, and no longer once it was touched', async () => {
    const head = await keep('head.json', await output('receipt', 'head'));
    const keys = await keep('keys.json', await output('receipt', 'keys'));
    assert.equal((await service.call('PUT', '/workspaces', { is_send_email: false })).status, 200);
    await sealed();
    const file = await keep('events.jsonl', await output('audit', 'export', '--head', head));
    const good = await offline('audit', 'verify', file, '--keys', keys, '--head', head);
    assert.equal(good.code, 0, good.stderr);
    assert.match(good.stdout, /^Valid: \d+ audit events in entries 0 to \d+ of a log of \d+/);
    const text = await readFile(file, 'utf8');
    const touched = await keep('touched.jsonl', text.replace('updateWorkspace', 'updateWorkspacf'));
    const bad = await offline('audit', 'verify', touched, '--keys', keys);
    assert.equal(bad.code, 1, bad.stdout);
    assert.match(bad.stderr, /✗ an audit event was changed after it was sealed/);
    const cut = await keep('cut.jsonl', text.split('\n').slice(0, -2).join('\n'));
    assert.equal((await offline('audit', 'verify', cut)).code, 1);
  });

  it('removes old audit events', async () => {
    assert.match(await output('audit', 'retain', '--keep', '400d'), /No audit event is older than that/);
    const wrong = await deskplane.run('audit', 'retain', '--keep', 'forever');
    assert.equal(wrong.code, 2, wrong.stderr);
  });
});
