import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

const said = async (...words: string[]): Promise<[number | null, string]> => {
  const { code, stdout, stderr } = await deskplane.run(...words);
  return [code, code === 0 ? stdout : stderr];
};

describe('the service of the project at the command line', () => {
  it('is shown, changed, locked, closed and opened again', async () => {
    assert.match(
      (await deskplane.run('workspace', 'show')).stdout,
      /Mails about deletions: on\nNew desktops are protected against deletion: no\nNothing is left/,
    );
    assert.deepEqual(await said('workspace', 'edit', '--enterprise-id', 'acme', '--mails', 'off'), [
      0,
      'The service is changed.\n',
    ]);
    assert.equal((await deskplane.run('workspace', 'edit')).code, 2);
    assert.equal((await deskplane.run('workspace', 'edit', '--mails', 'maybe')).code, 2);
    const unclear = await deskplane.run('workspace', 'edit', '--protect', 'maybe');
    assert.deepEqual([unclear.code, /--protect is on or off/.test(unclear.stderr)], [2, true]);
    assert.equal((await deskplane.run('workspace', 'lock', 'moved away')).code, 0);
    assert.match(
      (await deskplane.run('workspace', 'show')).stdout,
      /^Enterprise ID: acme\n.*\nMails about deletions: off\n.*\n.*\nLocked since .* UTC: moved away\n$/,
    );
    assert.deepEqual(await said('workspace', 'unlock'), [0, 'The service is unlocked.\n']);
    assert.equal(
      (await service.call('POST', '/users', { user_name: 'ann', user_email: 'a@example.com' })).status,
      201,
    );
    assert.equal((await deskplane.run('workspace', 'close')).code, 2, 'nobody can be asked');
    assert.match((await deskplane.run('workspace', 'close', '--yes')).stderr, /1 desktop users; delete them/);
    assert.equal((await deskplane.run('user', 'delete', 'ann', '--yes')).code, 0);
    assert.deepEqual(await said('workspace', 'close', '--yes'), [0, 'The service is closed.\n']);
    assert.match((await deskplane.run('workspace', 'show')).stderr, /not open in this project/);
    assert.deepEqual(await said('workspace', 'open', '--enterprise-id', 'acme'), [
      0,
      'The service is open.\n',
    ]);
  });

  it('is told to protect new desktops, and protects them', async () => {
    const [earlier] = await createDesktops(service, {});
    assert.equal((await deskplane.run('workspace', 'edit', '--protect', 'on')).code, 0);
    const [later] = await createDesktops(service, {});
    assert.match(
      (await deskplane.run('workspace', 'show')).stdout,
      /^New desktops are protected against deletion: yes$/m,
    );
    assert.match((await deskplane.run('desktop', 'delete', later, '--yes')).stderr, /protected/);
    const shown = JSON.parse((await deskplane.run('workspace', 'show', '--json')).stdout);
    assert.equal(shown.configs[0].status, 'ON');
    assert.equal((await deskplane.run('workspace', 'edit', '--protect', 'off')).code, 0);
    assert.equal((await deskplane.run('desktop', 'delete', earlier, '--yes', '--wait')).code, 0);
  });

  it('is shown without what one may not look at', async () => {
    const Action = ['workspace:tenants:get', 'workspace:tenants:getLockStatus'];
    const users = await createPolicyUsers(service);
    const { id } = await users.add('carl', { role: [{ Effect: 'Allow', Action }] });
    const { credential } = (
      await users.root('POST', '/v3.0/OS-CREDENTIAL/credentials', { credential: { user_id: id } })
    ).body;
    const limited = await prepareDeskplane({
      ...service.credentials,
      access_key: credential.access,
      secret_key: credential.secret,
    });
    try {
      const { code, stdout, stderr } = await limited.run('workspace', 'show');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Mails about deletions: \w+\n(?!New desktops)/m);
      assert.equal((await limited.run('workspace', 'edit', '--protect', 'on')).code, 1);
    } finally {
      await limited.remove();
    }
  });

  it('has quotas that are listed and set', async () => {
    const set = await deskplane.run('quota', 'set', 'users', '7');
    assert.match(set.stdout, /^desktop users \(users\) +0 +7$/m, set.stderr);
    const list = (await deskplane.run('quota', 'list')).stdout;
    assert.equal(list.match(/^vCPUs/gm)?.length, 1, list);
    assert.doesNotMatch(list, /^(Cores|gpu_instances|deh|policy_groups)/m);
    const own = await deskplane.run('quota', 'list', '--of', service.credentials.project_id);
    assert.equal(own.stdout, (await deskplane.run('quota', 'list')).stdout);
    assert.match(
      (await deskplane.run('quota', 'set', 'users', 'usual')).stdout,
      /^desktop users \(users\) +0 +30000$/m,
    );
    assert.equal((await deskplane.run('quota', 'set', 'users', 'many')).code, 2);
  });
});
