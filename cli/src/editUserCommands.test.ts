import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('changing a desktop user at the command line', () => {
  let service: TestService;
  let deskplane: Deskplane;
  let id: string;
  before(async () => {
    service = await startTestService();
    deskplane = await prepareDeskplane(service.credentials);
    const made = await service.call('POST', '/users', { user_name: 'cora', user_phone: '+86 13800138000' });
    assert.equal(made.status, 201, made.text);
    ({ id } = made.body);
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
  });

  const run = async (...words: string[]) => {
    const { code, stderr, stdout } = await deskplane.run('user', ...words);
    // A busy service is waited for, which is noted beside.
    return { code, text: code === 0 ? stdout : stderr };
  };
  const detail = async () => (await service.call('GET', `/users/${id}`)).body.user_detail;

  it('sets what is given and leaves the rest', async () => {
    const done = await run(
      'edit',
      'cora',
      '--email',
      'cora@example.com',
      '--expires',
      '2040-01-31T00:00:00Z',
    );
    assert.deepEqual([done.code, done.text], [0, 'cora is changed.\n']);
    const { user_email, user_phone, account_expires } = await detail();
    assert.deepEqual(
      [user_email, user_phone, account_expires],
      ['cora@example.com', '+86 13800138000', Date.UTC(2040, 0, 31)],
    );
    assert.equal((await run('edit', id, '--expires', 'never', '--description', 'Sales')).code, 0);
    assert.deepEqual([(await detail()).account_expires, (await detail()).description], [0, 'Sales']);
    assert.equal((await run('edit', 'cora')).code, 2);
    assert.equal((await run('edit', 'nobody', '--email', 'n@example.com')).code, 3);
  });

  it('disables and enables, and says of neither enabling nor unlocking more than is true', async () => {
    assert.deepEqual(await run('disable', 'cora'), { code: 0, text: 'cora is disabled.\n' });
    assert.equal((await detail()).disabled, true);
    assert.equal((await run('lock', 'cora')).code, 0);
    const unlocked = await run('unlock', 'cora');
    assert.equal(unlocked.code, 0);
    assert.match(
      unlocked.text,
      /^cora is not locked now, but still disabled\. Run: \S*deskplane user enable cora\n$/,
    );
    assert.equal((await run('lock', 'cora')).code, 0);
    const enabled = await run('enable', 'cora');
    assert.match(enabled.text, /^cora is enabled, but still locked\. Run: \S*deskplane user unlock cora\n$/);
    assert.deepEqual(await run('unlock', 'cora'), { code: 0, text: 'cora is unlocked.\n' });
    assert.deepEqual(await run('enable', 'cora'), { code: 0, text: 'cora is enabled.\n' });
    const { disabled, locked } = await detail();
    assert.deepEqual([disabled, locked], [false, false]);
  });
});
