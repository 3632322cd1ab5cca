import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser } from '../../testing/browser.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { compactAll, countLeft, deleteAndSettle, moveBack } from '../../testing/oldDeletions.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

const password = 'Chosen-by-user-2';
let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const call: TestService['call'] = (...request) => service.call(...request);

let made = 0;
interface Worker {
  readonly id: string;
  readonly name: string;
  readonly browser: Browser;
}

async function worker(): Promise<Worker> {
  const name = `member-${(made += 1)}`;
  const { id } = (
    await call('POST', '/users', {
      user_name: name,
      user_email: `${name}@example.com`,
      active_type: 'ADMIN_ACTIVATE',
      password,
      next_login_change_password: false,
    })
  ).body;
  const browser = openBrowser(service.endpoint);
  const { enterprise_id } = (await call('GET', '/workspaces')).body;
  const signIn = { enterprise_id, user_name: name, password };
  assert.equal((await browser.call('POST', '/desk/api/session', signIn)).status, 200);
  return { id, name, browser };
}

async function group(...users: readonly Worker[]): Promise<{ id: string; name: string }> {
  const name = `Team ${(made += 1)}`;
  const { id } = (await call('POST', '/groups', { group_name: name, platform_type: 'LOCAL' })).body;
  if (users.length > 0) await change(id, 'ADD', ...users);
  return { id, name };
}

async function change(id: string, op_type: 'ADD' | 'DELETE', ...users: readonly Worker[]): Promise<void> {
  const answer = await call('POST', `/groups/${id}/actions`, {
    op_type,
    user_ids: users.map((each) => each.id),
  });
  assert.equal(answer.status, 204, answer.text);
}

async function shared(): Promise<string> {
  const [id] = await createDesktops(service, {
    desktop_type: 'SHARED',
    desktops: [{ computer_name: `shared-${(made += 1)}` }],
  });
  return id;
}

const named = ({ name }: { readonly name: string }) => ({
  user_name: name,
  user_group: 'default',
  type: 'GROUP',
});

/** @returns state and error code of the only sub-job */
async function attach(desktop_id: string, ...attach_user_infos: object[]): Promise<(string | null)[]> {
  const answer = await call('POST', '/desktops/attach', { desktops: [{ desktop_id, attach_user_infos }] });
  assert.equal(answer.status, 200, answer.text);
  const [job] = await readSubJobs(service, answer.body.job_id);
  return [job?.status ?? null, job?.error_code ?? null];
}

const own = async ({ browser }: Worker): Promise<string[]> =>
  (await browser.call('GET', '/desk/api/desktops')).body.desktops.map((each: { id: string }) => each.id);
const stop = ({ browser }: Worker, id: string): Promise<TestAnswer> =>
  browser.call('POST', `/desk/api/desktops/${id}/action`, { operation: 'os-stop', type: 'HARD' });

describe('a desktop of a group', () => {
  it('is there for its members at the desk, as long as they are members', async () => {
    const [ann, bob, eve] = [await worker(), await worker(), await worker()];
    const team = await group(ann);
    const desktop = await shared();
    assert.deepEqual(await attach(desktop, named(team)), ['SUCCESS', null]);
    assert.deepEqual([await own(ann), await own(bob), await own(eve)], [[desktop], [], []]);
    await change(team.id, 'ADD', bob);
    assert.deepEqual(await own(bob), [desktop]);
    assert.equal((await stop(eve, desktop)).status, 404);
    assert.equal((await stop(bob, desktop)).status, 204);
    await change(team.id, 'DELETE', bob);
    assert.deepEqual(await own(bob), []);
    assert.equal((await stop(bob, desktop)).status, 404);
  });

  it('is shown with its group wherever it is shown, and found by the names of those who may open it', async () => {
    const [ann, bob] = [await worker(), await worker()];
    const team = await group(ann);
    const desktop = await shared();
    const user = { user_name: bob.name, user_group: 'sudo', type: 'USER' };
    assert.deepEqual(await attach(desktop, named(team), user), ['SUCCESS', null]);
    const shown = (await call('GET', `/desktops/${desktop}`)).body.desktop;
    assert.deepEqual([shown.user_list, shown.user_group_list], [[bob.name], [team.name]]);
    assert.equal(shown.attach_state, 'ATTACHED');
    assert.deepEqual(shown.attach_user_infos, [
      { user_id: bob.id, user_name: bob.name, domain: null, user_group: 'sudo', type: 'USER' },
      { user_id: team.id, user_name: team.name, domain: null, user_group: 'default', type: 'GROUP' },
    ]);
    for (const who of [ann, bob]) {
      const found = (await call('GET', `/desktops?user_name=${who.name}`)).body.desktops;
      assert.deepEqual(
        found.map((each: { desktop_id: string }) => each.desktop_id),
        [desktop],
      );
    }
    const connections = (await call('GET', `/connect-desktops?user_names=${ann.name}`)).body.desktops;
    assert.deepEqual(
      connections[0].attach_users.map((each: { name: string; type: string }) => [each.name, each.type]),
      [
        [bob.name, 'USER'],
        [team.name, 'GROUP'],
      ],
    );
    const groups = (await call('GET', `/groups?keyword=${encodeURIComponent(team.name)}`)).body.user_groups;
    assert.deepEqual([groups[0].user_quantity, groups[0].total_desktops], [1, 1]);
  });

  it('must be a shared one, and the group must be there', async () => {
    const team = await group();
    const [dedicated] = await createDesktops(service, {});
    assert.deepEqual(await attach(dedicated, named(team)), ['FAILED', 'DPL.0409']);
    const desktop = await shared();
    assert.deepEqual(await attach(desktop, named({ name: 'Nobody there' })), ['FAILED', 'WKS.00170208']);
    const other = { ...named(team), user_id: '0'.repeat(32) };
    assert.deepEqual(await attach(desktop, other), ['FAILED', 'WKS.00170208']);
    const twice = { desktop_id: desktop, attach_user_infos: [named(team), named(team)] };
    assert.equal((await call('POST', '/desktops/attach', { desktops: [twice] })).status, 400);
    const spaced = { desktop_id: desktop, attach_user_infos: [{ user_name: 'no user' }] };
    assert.equal((await call('POST', '/desktops/attach', { desktops: [spaced] })).status, 400);
    const { rows } = await service.database.pool.query(
      'select from desktop_group_assignments where desktop_id = $1',
      [desktop],
    );
    assert.equal(rows.length, 0);
  });

  it('is taken from the group alone or from all, which is on record, and keeps the group from being deleted', async () => {
    const ann = await worker();
    const team = await group(ann);
    const desktop = await shared();
    await attach(desktop, named(team), { user_name: ann.name });
    const refused = await call('DELETE', `/groups/${team.id}`);
    assert.deepEqual([refused.status, refused.body.error_code], [409, 'DPL.0409']);
    assert.match(refused.body.error_msg, /still has the desktop shared-\d+; delete or detach it first/);
    const one = { desktop_id: desktop, detach_user_infos: [named(team)] };
    const answer = await call('POST', '/desktops/batch-detach', { desktops: [one] });
    assert.deepEqual(answer.body.failed_operation_list, [], answer.text);
    const users = async () => (await call('GET', `/desktops/${desktop}`)).body.desktop.attach_user_infos;
    assert.deepEqual(
      (await users()).map((each: { user_name: string }) => each.user_name),
      [ann.name],
    );
    const again = await call('POST', '/desktops/batch-detach', { desktops: [one] });
    assert.equal(again.body.failed_operation_list[0].error_code, 'WKS.00170208');
    const { desktop_detach_infos } = (await call('GET', `/desktops/${desktop}/detach-info`)).body;
    assert.deepEqual(
      desktop_detach_infos.map((each: { user_id: string; type: string }) => [each.user_id, each.type]),
      [[team.id, 'GROUP']],
    );
    await attach(desktop, named(team));
    await call('POST', '/desktops/detach', { desktop_ids: [desktop] });
    assert.deepEqual(await users(), []);
    assert.equal((await call('DELETE', `/groups/${team.id}`)).status, 204);
  });

  it('S10: goes without any of the members, whatever the flags, which the plan says before', async () => {
    const [ann, bob] = [await worker(), await worker()];
    const team = await group(ann);
    const desktop = await shared();
    await attach(desktop, named(team), { user_name: bob.name });
    const plan = (await call('GET', `/desktops/${desktop}/deletion-plan?delete_users=true`)).body;
    assert.deepEqual(
      plan.users.map((each: { user_name: string; forecast: string }) => [each.user_name, each.forecast]),
      [[bob.name, 'deleted']],
    );
    assert.deepEqual(plan.user_groups, [
      {
        id: team.id,
        name: team.name,
        user_quantity: 1,
        forecast: 'kept',
        reason: 'The group and its users stay. They lose this desktop and get no mail.',
      },
    ]);
    assert.equal((await call('DELETE', `/desktops/${desktop}?delete_users=true`)).status, 204);
    await showUntilGone(service, desktop);
    const left = async (name: string) => (await call('GET', `/users?user_name=${name}`)).body.total_count;
    assert.deepEqual([await left(ann.name), await left(bob.name)], [1, 0]);
    assert.deepEqual(await own(ann), []);
    assert.equal((await call('DELETE', `/groups/${team.id}`)).status, 204, 'nothing holds it any more');
  });

  it('S10: keeps its members from going with another desktop; one who can open none goes with the memberships', async () => {
    const [ann, bob] = [await worker(), await worker()];
    const [busy, idle] = [await group(ann), await group(bob)];
    const desktop = await shared();
    await attach(desktop, named(busy));
    const theirs = await createDesktops(service, {
      desktops: [
        { user_name: ann.name, computer_name: 'of-ann' },
        { user_name: bob.name, computer_name: 'of-bob' },
      ],
    });
    const plans = await Promise.all(
      theirs.map(async (id) => (await call('GET', `/desktops/${id}/deletion-plan?delete_users=true`)).body),
    );
    assert.deepEqual(
      plans.map(({ users }) => users[0].forecast),
      ['kept', 'deleted'],
    );
    const all = { desktop_ids: theirs, delete_users: true };
    assert.equal((await call('POST', '/desktops/batch-delete', all)).status, 202);
    for (const id of theirs) await showUntilGone(service, id);
    assert.deepEqual(await own(ann), [desktop]);
    assert.equal((await call('GET', `/users?user_name=${bob.name}`)).body.total_count, 0);
    assert.deepEqual((await call('GET', `/groups/${idle.id}/users`)).body.users, []);
    assert.equal((await call('DELETE', `/users/${ann.id}`)).status, 204, 'a group’s desktop is not hers');
    assert.deepEqual((await call('GET', `/groups/${busy.id}/users`)).body.users, []);
  });

  it('leaves nothing that names its groups once its deletion is let go', async () => {
    const [team, other] = [await group(), await group()];
    const desktop = await shared();
    await attach(desktop, named(team), named(other));
    const one = { desktop_id: desktop, detach_user_infos: [named(team)] };
    await call('POST', '/desktops/batch-detach', { desktops: [one] });
    await deleteAndSettle(service, desktop);
    await moveBack(service, [desktop]);
    assert.equal((await countLeft(service, desktop))['desktop_group_detachments'], 1);
    await compactAll(service);
    assert.deepEqual(await countLeft(service, desktop), {});
  });

  it('S10: of a group that is deleted while it gets one, either the group is gone or the desktop holds it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const team = await group();
      const desktop = await shared();
      const [given, deleted] = await Promise.all([
        attach(desktop, named(team)),
        call('DELETE', `/groups/${team.id}`),
      ]);
      const outcome = [given[0], deleted.status];
      assert.ok(
        [
          ['SUCCESS', 409],
          ['FAILED', 204],
        ].some((each) => each[0] === outcome[0] && each[1] === outcome[1]),
        JSON.stringify([given, deleted.status]),
      );
    }
  });
});
