import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
  const users = ['ann', 'bob'].map((user_name) => ({ user_name, user_email: `${user_name}@example.com` }));
  assert.equal((await service.call('POST', '/users/batch-create', { users })).status, 200);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

const group = (...words: string[]) => deskplane.run('group', ...words);
const said = async (...words: string[]): Promise<[number | null, string]> => {
  const { code, stdout, stderr } = await deskplane.run(...words);
  return [code, code === 0 ? stdout : stderr];
};

describe('user groups at the command line', () => {
  it('are created, filled, listed, changed and deleted', async () => {
    assert.match((await group('list')).stderr, /There are no user groups/);
    const made = await group('create', 'Blue team', '--description', 'Second floor');
    assert.match(made.stdout, /^Blue team is created: [0-9a-f]{32}\n$/, made.stderr);
    assert.deepEqual(await said('group', 'add', 'BLUE TEAM', 'ann', 'bob'), [
      0,
      'In the group Blue team now: ann, bob\n',
    ]);
    assert.match((await group('list')).stdout, /^Blue team +2 +0 +Second floor/m);
    assert.match(
      (await group('show', 'blue team')).stdout,
      /^ann +ann@example\.com.*\nbob +bob@example\.com/m,
    );
    assert.deepEqual(await said('group', 'remove', 'blue team', 'ann'), [
      0,
      'Not in the group Blue team any more: ann\n',
    ]);
    assert.deepEqual(await said('group', 'edit', 'blue team', '--name', 'Green'), [0, 'Green is changed.\n']);
    const { name, users } = JSON.parse((await group('show', 'green', '--json')).stdout);
    assert.deepEqual([name, users.length], ['Green', 1]);
    assert.equal((await group('edit', 'green')).code, 2);
    assert.equal((await group('show', 'blue team')).code, 3);
    assert.equal((await group('delete', 'green')).code, 2, 'nobody can be asked');
    assert.deepEqual(await said('group', 'delete', 'green', '--yes'), [0, 'Deleted: Green\n']);
  });

  it('are given shared desktops, which are taken from them again', async () => {
    await group('create', 'Shift');
    const [id] = await createDesktops(service, {
      desktop_type: 'SHARED',
      desktops: [{ computer_name: 'pool' }],
    });
    const desktop = (...words: string[]) => said('desktop', ...words);
    assert.deepEqual(await desktop('attach', 'pool', 'ann', '--group', 'shift'), [
      0,
      'pool is given to ann, shift.\n',
    ]);
    const shown = async () => (await service.call('GET', `/desktops/${id}`)).body.desktop;
    assert.deepEqual([(await shown()).user_list, (await shown()).user_group_list], [['ann'], ['Shift']]);
    assert.match((await group('delete', 'shift', '--yes')).stderr, /still has the desktop pool/);
    assert.deepEqual(await desktop('detach', 'pool', '--group', 'Shift'), [0, 'pool is taken from Shift.\n']);
    assert.deepEqual([(await shown()).user_list, (await shown()).user_group_list], [['ann'], []]);
    assert.equal((await desktop('attach', 'pool'))[0], 2);
    assert.equal(
      (await desktop('attach', 'pool', 'ann', '--group', 'shift', '--email', 'a@example.com'))[0],
      2,
    );
  });
});
