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

describe('a desktop for a user', () => {
  it('who can get no password comes with a note that says so, and what to do', async () => {
    const create = ['desktop', 'create', '--user', 'dora'];
    for (const waiting of [[], ['--wait']]) {
      const { code, stderr } = await deskplane.run(...create, ...waiting);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /dora cannot sign in yet: .*user edit dora --email ADDRESS.*user password dora/);
    }
    const chinese = await deskplane.runInChinese(...create);
    assert.match(chinese.stderr, /dora 尚无法登录/);
    const machine = await deskplane.run(...create, '--json');
    assert.equal(machine.stderr.includes('dora'), false);

    assert.equal((await deskplane.run('user', 'password', 'dora')).code, 0);
    assert.doesNotMatch((await deskplane.run(...create)).stderr, /cannot sign in/);
  });

  it('with an address, or for nobody, comes without', async () => {
    for (const words of [
      ['--user', 'emma', '--email', 'emma@example.com'],
      ['--name', 'free'],
    ])
      assert.doesNotMatch((await deskplane.run('desktop', 'create', ...words)).stderr, /cannot sign in/);
  });
});
