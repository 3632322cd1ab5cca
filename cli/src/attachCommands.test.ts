import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, simulatedWindows } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('who has a desktop, at the command line', () => {
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

  const run = async (...words: string[]) => {
    const { code, stderr, stdout } = await deskplane.run('desktop', ...words);
    // A busy service is waited for, which is noted beside.
    return { code, text: code === 0 ? stdout : stderr };
  };
  const usersOf = async (id: string): Promise<[string, string][]> => {
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    return desktop.attach_user_infos.map((user: { user_name: string; user_group: string }) => [
      user.user_name,
      user.user_group,
    ]);
  };

  it('is given and taken: one user of a dedicated desktop, who is created with an address', async () => {
    const [id] = await createDesktops(service, { desktops: [{ computer_name: 'lent' }] });
    const unknown = await run('attach', 'lent', 'ann');
    assert.deepEqual([unknown.code, /^lent: .*WKS\.00170312/m.test(unknown.text)], [1, true], unknown.text);
    const given = await run('attach', 'lent', 'ann', '--email', 'ann@example.com', '--administrator');
    assert.deepEqual([given.code, given.text], [0, 'lent is given to ann.\n']);
    assert.deepEqual(await usersOf(id), [['ann', 'sudo']]);
    const second = await run('attach', 'lent', 'bob', '--email', 'bob@example.com');
    assert.equal(second.code, 1);
    assert.match(second.text, /may have 1 user; detach others first/);
    assert.deepEqual(await usersOf(id), [['ann', 'sudo']]);
    const other = await run('detach', 'lent', '--user', 'bob');
    assert.deepEqual([other.code, /^lent: .*WKS\.00170312/m.test(other.text)], [1, true], other.text);
    const taken = await run('detach', 'lent', '--stop');
    assert.deepEqual([taken.code, taken.text], [0, 'lent has no users now.\n']);
    assert.deepEqual(await usersOf(id), []);
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    assert.ok(desktop.task_status === 'powering-off' || desktop.status === 'SHUTOFF');
    const confused = await run('detach', 'lent', '--user', 'ann', '--stop');
    assert.equal(confused.code, 2, confused.text);
  });

  it('may administer it in the words of its system', async () => {
    const [id] = await createDesktops(service, {
      desktops: [{ computer_name: 'pane' }],
      image_id: simulatedWindows,
      product_id: 'workspace.x86.large',
    });
    const given = await run('attach', 'pane', 'wim', '--email', 'wim@example.com', '--administrator');
    assert.equal(given.code, 0, given.text);
    assert.deepEqual(await usersOf(id), [['wim', 'administrators']]);
  });

  it('is several users of a shared desktop, who can be taken off one by one', async () => {
    for (const name of ['cleo', 'dave']) {
      const user = { user_name: name, user_email: `${name}@example.com` };
      assert.equal((await service.call('POST', '/users', user)).status, 201);
    }
    const [id] = await createDesktops(service, {
      desktop_type: 'SHARED',
      desktops: [{ computer_name: 'pool' }],
    });
    const given = await run('attach', 'pool', 'cleo', 'dave');
    assert.deepEqual([given.code, given.text], [0, 'pool is given to cleo, dave.\n']);
    const twice = await run('attach', 'pool', 'eve', 'finn', '--email', 'eve@example.com');
    assert.equal(twice.code, 2, twice.text);
    const taken = await run('detach', 'pool', '--user', 'cleo');
    assert.deepEqual([taken.code, taken.text], [0, 'pool is taken from cleo.\n']);
    assert.deepEqual(await usersOf(id), [['dave', 'default']]);
  });

  it('does not change its tags, which are set and removed for several at once', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'tagged', tags: [{ key: 'old' }] });
    const done = await run('tag', ...ids, '--add', 'team=red', 'floor', '--remove', 'old');
    assert.equal(done.code, 0, done.text);
    for (const id of ids) {
      const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
      assert.deepEqual(
        desktop.tags.map(({ key, value }: { key: string; value: string }) => `${key}=${value}`).toSorted(),
        ['floor=', 'team=red'],
      );
    }
    assert.equal((await run('tag', ...ids)).code, 2);
  });
});
