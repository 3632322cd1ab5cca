import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const findUsers = async (name: string): Promise<{ id: string; total_desktops: number }[]> =>
  (await service.call('GET', `/users?user_name=${name}`)).body.users;

const deleteAndWait = async (id: string, query: string): Promise<void> => {
  assert.equal((await service.call('DELETE', `/desktops/${id}?${query}`)).status, 204);
  await showUntilGone(service, id);
};

describe('delete_users', () => {
  it('is false unless asked for: the user stays and has no desktop any more', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'stays' }] });
    await deleteAndWait(id, '');
    assert.deepEqual(
      (await findUsers('stays')).map((user) => user.total_desktops),
      [0],
    );
  });

  it('takes the user who has no other desktop, once the desktop is gone', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'goes' }] });
    await deleteAndWait(id, 'delete_users=true');
    assert.deepEqual(await findUsers('goes'), []);
  });

  it('S10, A9: leaves the user who has another desktop, until the last one goes', async () => {
    const [first, second] = await createDesktops(service, {
      desktops: [{ user_name: 'owner' }, { user_name: 'owner' }],
    });
    assert.ok(second !== undefined);
    await deleteAndWait(first, 'delete_users=true');
    assert.deepEqual(
      (await findUsers('owner')).map((user) => user.total_desktops),
      [1],
    );
    await deleteAndWait(second, 'delete_users=true');
    assert.deepEqual(await findUsers('owner'), []);
  });

  it('S10 (Nova bug 2048837): of two desktops of one user that end together, the last takes the user along', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `pair${index}`);
    const ids = await createDesktops(service, {
      desktops: names.flatMap((name) => [{ user_name: name }, { user_name: name }]),
    });
    await Promise.all(ids.map((id) => deleteAndWait(id, 'delete_users=true')));
    for (const name of names) assert.deepEqual(await findUsers(name), [], name);
  });

  it('S10: an order for the same user at the same moment wins or makes the user anew, never an orphan', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `racer${index}`);
    const old = await createDesktops(service, { desktops: names.map((name) => ({ user_name: name })) });
    await Promise.all(old.map((id) => service.call('DELETE', `/desktops/${id}?delete_users=true`)));
    const fresh = await Promise.all(
      names.map((name) => createDesktops(service, { desktops: [{ user_name: name }] })),
    );
    await Promise.all(old.map((id) => showUntilGone(service, id)));
    for (const [index, name] of names.entries()) {
      assert.deepEqual(
        (await findUsers(name)).map((user) => user.total_desktops),
        [1],
        name,
      );
      const [id] = fresh[index] ?? [''];
      assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.user_name, name);
    }
  });

  it('A4: may be asked for by a second call while the desktop goes, and cannot be taken back', async () => {
    const slow = await createDesktops(service, { desktops: [{ user_name: 'second-thought' }] });
    await service.call('DELETE', `/desktops/${slow[0]}?delete_users=true`);
    await service.call('DELETE', `/desktops/${slow[0]}?delete_users=false`);
    await showUntilGone(service, slow[0]);
    assert.deepEqual(await findUsers('second-thought'), []);
  });

  it('records what became of each user and why', async () => {
    const [first] = await createDesktops(service, {
      desktops: [{ user_name: 'busy' }, { user_name: 'busy' }],
    });
    await deleteAndWait(first, 'delete_users=true');
    const rows = await service.database.database
      .selectFrom('deletion_users')
      .select(['user_name', 'outcome', 'reason'])
      .where('user_name', '=', 'busy')
      .execute();
    assert.deepEqual(rows, [{ user_name: 'busy', outcome: 'kept', reason: 'owns 1 other desktop' }]);
  });
});
