import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
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

async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await deskplane.run(...words);
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('the second factor at the command line', () => {
  it('is switched, and asked of users and groups by name', async () => {
    for (const user_name of ['ann', 'bob'])
      await service.call('POST', '/users', { user_name, user_email: `${user_name}@example.com` });
    await service.call('POST', '/groups', { group_name: 'Blue team', platform_type: 'LOCAL' });
    assert.equal(await said('second-factor', 'show'), 'No second factor is asked for.\n');
    assert.equal(await said('second-factor', 'on'), 'A second factor is asked of everybody.\n');
    const named = await said('second-factor', 'add', '--user', 'ann', '--group', 'blue team');
    assert.match(named, /asked of these\.\n.*\nuser +ann .*\ngroup +Blue team /);
    const left = await said('second-factor', 'remove', '--user', 'ann', '--json');
    assert.deepEqual(
      JSON.parse(left).otp_config_info.apply_objects.map((each: { object_name: string }) => each.object_name),
      ['Blue team'],
    );
    assert.match(
      await said('second-factor', 'off'),
      /^No second factor is asked for; if switched on, of these:\n/,
    );
    assert.equal((await deskplane.run('second-factor', 'add')).code, 2);
    assert.equal((await deskplane.run('second-factor', 'add', '--user', 'nobody')).code, 3);
  });

  it('says of whom was never named that nothing changed, and stays narrow when the last who is named would go', async () => {
    await said('second-factor', 'on', '--everybody');
    const never = await deskplane.run('second-factor', 'remove', '--user', 'bob');
    assert.equal(never.code, 0);
    assert.match(never.stderr, /^bob was not named for the second factor\.$/m);
    assert.match(
      (await deskplane.runInChinese('second-factor', 'remove', '--user', 'bob')).stderr,
      /^bob不是辅助认证的应用对象。$/m,
    );
    await said('second-factor', 'add', '--group', 'Blue team');
    for (const words of [
      ['second-factor', 'remove', '--group', 'Blue team'],
      ['group', 'delete', 'Blue team', '--yes'],
    ]) {
      const last = await deskplane.run(...words);
      assert.equal(last.code, 1);
      assert.match(last.stderr, /would be asked of everybody: name somebody else first, switch it off, or/);
    }
    assert.match(await said('second-factor', 'show'), /asked of these\..*\ngroup +Blue team /s);
    assert.equal(
      await said('second-factor', 'on', '--everybody'),
      'A second factor is asked of everybody.\n',
    );
    await said('group', 'delete', 'Blue team', '--yes');
    await said('second-factor', 'off');
  });

  it('forgets the device of a user', async () => {
    assert.equal(await said('user', 'forget-device', 'bob'), 'bob has no device.\n');
    await service.database.pool.query(
      `insert into otp_devices (id, user_id, project_id, sealed_secret, created_at, confirmed_at)
       select 'lost', id, project_id, '\\x00', now(), now() from desktop_users where user_name = 'bob'`,
    );
    assert.match(await said('user', 'forget-device', 'bob'), /^bob has no device any more/);
    assert.equal(await said('user', 'forget-device', 'bob'), 'bob has no device.\n');
  });
});
