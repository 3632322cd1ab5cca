import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mailsTo, publicUrl } from '@deskplane/server/testing/invitationCalls.js';
import { type MailServer, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('inviting desktop users at the command line', () => {
  let mails: MailServer;
  let service: TestService;
  let deskplane: Deskplane;
  before(async () => {
    mails = await startMailServer();
    service = await startTestService({
      smtpUrl: `smtp://127.0.0.1:${mails.port}`,
      edge: { publicUrl },
    });
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
    await mails?.close();
  });

  it('creates one with an address, mails the link, and mails it again', async () => {
    const made = await deskplane.run('user', 'invite', 'ann', '--email', 'ann@example.com');
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /ann is created\. The link .* goes to ann@example\.com/);
    await mailsTo(mails, 'ann@example.com');
    const twice = await deskplane.run('user', 'invite', 'ann', '--email', 'ann@example.com');
    assert.deepEqual([twice.code, /leave --email out/.test(twice.stderr)], [1, true]);
    const again = await deskplane.run('user', 'invite', 'ann', '--json');
    assert.equal(again.code, 0, again.stderr);
    assert.match(JSON.parse(again.stdout).id, /^[0-9a-f]{32}$/);
    await mailsTo(mails, 'ann@example.com', 2);
    assert.equal((await deskplane.run('user', 'invite', 'nobody')).code, 3);
  });

  it('takes a password away only where that is said, and locks and unlocks', async () => {
    const password = 'Given-by-admin-1';
    const user = { user_name: 'bob', user_email: 'bob@example.com', active_type: 'ADMIN_ACTIVATE', password };
    assert.equal((await service.call('POST', '/users', user)).status, 201);
    const plain = await deskplane.run('user', 'invite', 'bob');
    assert.deepEqual([plain.code, /has a password/.test(plain.stderr)], [1, true]);
    assert.equal((await deskplane.run('user', 'lock', 'bob')).stdout, 'bob is locked.\n');
    assert.match((await deskplane.run('user', 'list')).stdout, /bob .* locked/);
    assert.equal((await deskplane.run('user', 'invite', 'bob', '--reset')).code, 1);
    assert.equal((await deskplane.run('user', 'unlock', 'bob')).stdout, 'bob is unlocked.\n');
    assert.equal((await deskplane.run('user', 'invite', 'bob', '--reset')).code, 0);
    await mailsTo(mails, 'bob@example.com');
  });

  it('gives a password that is shown once, also to whom no mail reaches, or mails the link', async () => {
    const tess = { user_name: 'tess', user_phone: '+86 1' };
    const { id } = (await service.call('POST', '/users', tess)).body;
    const given = await deskplane.run('user', 'password', 'tess');
    assert.equal(given.code, 0, given.stderr);
    assert.match(given.stdout, /tess has a new password.*\nPassword, shown this once: [A-Za-z0-9]{20}\n$/);
    assert.match(given.stderr, /tess was to choose the password by mail/);
    const { user_detail } = (await service.call('GET', `/users/${id}`)).body;
    assert.equal(user_detail.active_type, 'ADMIN_ACTIVATE');
    const again = await deskplane.run('user', 'password', 'tess', '--json');
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.match(JSON.parse(again.stdout).password, /^[A-Za-z0-9]{20}$/);
    const unreachable = await deskplane.run('user', 'password', 'tess', '--mail');
    assert.deepEqual([unreachable.code, /no e-mail address/.test(unreachable.stderr)], [1, true]);
    const mailed = await deskplane.run('user', 'password', 'bob', '--mail');
    assert.match(mailed.stdout, /The link to choose a password is mailed to bob/);
    await mailsTo(mails, 'bob@example.com', 2);
  });

  it('says that a service that does not know its own address cannot invite', async () => {
    const other = await startTestService();
    const there = await prepareDeskplane(other.credentials);
    try {
      const made = await there.run('user', 'invite', 'eve', '--email', 'eve@example.com');
      assert.deepEqual([made.code, /DESKPLANE_PUBLIC_URL/.test(made.stderr)], [1, true]);
    } finally {
      await there.remove();
      await other.remove();
    }
  });
});
