import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { callByKey, temporaryKeyOfRoot } from '../../testing/callByKey.js';
import { createDesktops, showUntilGone, simulatedLinux } from '../../testing/desktopCalls.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
let users: PolicyUsers;
let base: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  base = `/v2/${service.credentials.project_id}`;
});
after(() => service.remove());

const allow = (...Action: string[]) => ({ Effect: 'Allow', Action });
const deny = (action: string, more: object = {}) => ({ Effect: 'Deny', Action: [action], ...more });
const work = allow('workspace:desktops:*', 'vpc:*:*', 'ims:*:*', 'eip:*:*', 'dss:*:*', 'kms:*:*');

let made = 0;
/** Somebody who may do everything to desktops and to whom nothing allows anything about users. */
const worker = (...more: object[]): Promise<PolicyUser> =>
  users.add(`worker-${(made += 1)}`, { identity: [work, ...more] });
const ownedDesktop = async (user_name: string): Promise<string> =>
  (await createDesktops(service, { desktops: [{ user_name }] }))[0];
const order = (user_name: string) => ({
  desktop_type: 'DEDICATED',
  product_id: 'workspace.x86.small',
  image_type: 'gold',
  image_id: simulatedLinux,
  root_volume: { type: 'SAS', size: 80 },
  desktops: [{ user_name, user_email: `${user_name}@example.org` }],
});
/** The body of a scheduled task. */
const stopAtEvening = (object_id: string) => ({
  task_name: 'Evening',
  task_type: 'STOP',
  scheduled_type: 'DAY',
  day_interval: 1,
  scheduled_time: '23:30:00',
  time_zone: 'UTC',
  apply_objects: [{ object_type: 'DESKTOP', object_id }],
});
const statusOf = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.status;
const userNamed = async (name: string) =>
  (await service.call('GET', `/users?user_name=${name}&is_query_total_desktops=true`)).body.users[0];
/** Those that nobody deletes: what an earlier test deleted may end at any moment. */
const countDesktops = async (): Promise<number> => {
  const { desktops } = (await service.call('GET', '/desktops')).body;
  return desktops.filter(({ status }: { status: string }) => status !== 'DELETING').length;
};

async function tagAsProduction(id: string): Promise<void> {
  const answer = await service.call('POST', `/desktops/${id}/tags`, { tag: { key: 'prod', value: 'yes' } });
  assert.equal(answer.status, 204, answer.text);
}
const notInProduction = deny('workspace:*:*', {
  Condition: { StringEquals: { 'g:ResourceTag/prod': ['yes'] } },
});

async function assertDenied(answer: TestAnswer, action: string, code = 'DPL.0403'): Promise<void> {
  assert.equal(answer.status, 403, answer.text);
  assert.equal(answer.body.error_code, code);
  assert.ok(answer.body.error_msg.includes(action), answer.text);
  const encoded_message = answer.body.encoded_authorization_message;
  const told = await users.root('POST', '/v5/decode-authorization-message', { encoded_message });
  assert.match(JSON.parse(told.body.decoded_message).failure, /explicit deny/);
}

describe('an explicit Deny on workspace:users:delete', () => {
  const ends: Readonly<Record<string, (who: PolicyUser, id: string) => Promise<TestAnswer>>> = {
    DeleteDesktop: (who, id) => who.call('DELETE', `${base}/desktops/${id}?delete_users=true`),
    BatchDeleteDesktops: (who, id) =>
      who.call('POST', `${base}/desktops/batch-delete`, { desktop_ids: [id], delete_users: true }),
    ShowDeletionPlan: (who, id) => who.call('GET', `${base}/desktops/${id}/deletion-plan?delete_users=true`),
  };
  for (const [name, call] of Object.entries(ends))
    it(`S4: refuses ${name} with delete_users, names that action, and nothing happens`, async () => {
      const id = await ownedDesktop(`kept-${name}`);
      const who = await worker(deny('workspace:users:delete'));
      await assertDenied(await call(who, id), 'workspace:users:delete');
      assert.equal(await statusOf(id), 'ACTIVE');
      const missing = await call(who, '00000000-0000-4000-8000-000000000000');
      await assertDenied(missing, 'workspace:users:delete');
    });

  it('leaves the same calls alone without delete_users, and a missing Allow leaves all of them alone', async () => {
    const id = await ownedDesktop('denied-keeps');
    const denied = await worker(deny('workspace:users:delete'));
    assert.equal((await denied.call('GET', `${base}/desktops/${id}/deletion-plan`)).status, 200);
    assert.equal((await denied.call('DELETE', `${base}/desktops/${id}`)).status, 204);
    const other = await ownedDesktop('goes-along');
    const silent = await worker();
    assert.equal((await ends['ShowDeletionPlan']?.(silent, other))?.status, 200);
    assert.equal((await ends['DeleteDesktop']?.(silent, other))?.status, 204);
    await showUntilGone(service, other);
    await showUntilGone(service, id);
    assert.ok(await userNamed('denied-keeps'));
    assert.equal(await userNamed('goes-along'), undefined);
  });

  it('A4: keeps a repeated call from raising delete_users', async () => {
    const slow = await startTestService({ simulated: { delayMs: 1_500 } });
    try {
      const who = await (await createPolicyUsers(slow)).add('worker', {
        identity: [work, deny('workspace:users:delete')],
      });
      const [id] = await createDesktops(slow, { desktops: [{ user_name: 'not-raised' }] });
      const path = `/v2/${slow.credentials.project_id}/desktops/${id}`;
      assert.equal((await who.call('DELETE', path)).status, 204);
      const again = await who.call('DELETE', `${path}?delete_users=true`);
      assert.equal(again.status, 403, again.text);
      assert.equal((await slow.call('GET', `/desktops/${id}`)).body.desktop.status, 'DELETING');
      await showUntilGone(slow, id);
      assert.equal((await slow.call('GET', '/users?user_name=not-raised')).body.users.length, 1);
    } finally {
      await slow.remove();
    }
  });

  it('counts for the users that it speaks of, by id and by their enterprise project', async () => {
    const project = await users.addEnterpriseProject('people');
    const user_name = 'in-project';
    const user_email = `${user_name}@example.org`;
    await service.call('POST', '/users', { user_name, user_email, enterprise_project_id: project });
    const inside = await ownedDesktop(user_name);
    const outside = await ownedDesktop('in-none');
    const { id } = await userNamed('in-none');
    const byProject = await worker(
      deny('workspace:users:delete', {
        Condition: { StringEquals: { 'g:EnterpriseProjectId': [project] } },
      }),
    );
    const byId = await worker(deny('workspace:users:delete', { Resource: [`workspace:*:*:user:${id}`] }));
    const plan = (who: PolicyUser, of: string) => ends['ShowDeletionPlan']?.(who, of);
    assert.deepEqual(
      [
        (await plan(byProject, inside))?.status,
        (await plan(byProject, outside))?.status,
        (await plan(byId, inside))?.status,
        (await plan(byId, outside))?.status,
      ],
      [403, 200, 200, 403],
    );
  });

  it('counts in a session policy as well, the root’s too', async () => {
    const id = await ownedDesktop('of-a-session');
    const policy = { Version: '5.0', Statement: [allow('*'), deny('workspace:users:delete')] };
    const call = callByKey(service, await temporaryKeyOfRoot(service, policy));
    await assertDenied(
      await call('DELETE', `${base}/desktops/${id}?delete_users=true`),
      'workspace:users:delete',
    );
    assert.equal((await call('DELETE', `${base}/desktops/${id}`)).status, 204);
  });
});

describe('an explicit Deny on workspace:users:create', () => {
  it('S4: refuses CreateDesktop for somebody new, and lets somebody be given one who is there', async () => {
    await ownedDesktop('known-before');
    const who = await worker(deny('workspace:users:create'));
    const earlier = await countDesktops();
    const answer = await who.call('POST', `${base}/desktops`, order('somebody-new'));
    await assertDenied(answer, 'workspace:users:create');
    assert.deepEqual([await countDesktops(), await userNamed('somebody-new')], [earlier, undefined]);
    const known = await who.call('POST', `${base}/desktops`, order('Known-Before'));
    assert.equal(known.status, 200, known.text);
    const silent = await worker();
    const other = await silent.call('POST', `${base}/desktops`, order('somebody-else'));
    assert.equal(other.status, 200, other.text);
  });

  it('S4: refuses AttachInstances for somebody new, whole', async () => {
    const [desktop, second] = await createDesktops(service, { size: 2, desktop_name: 'attached' });
    const who = await worker(deny('workspace:users:create'));
    await ownedDesktop('attached-known');
    const give = (caller: PolicyUser, to: string) =>
      caller.call('POST', `${base}/desktops/attach`, {
        desktops: [
          { desktop_id: second, user_name: 'attached-known' },
          { desktop_id: desktop, user_name: to, user_email: `${to}@example.org` },
        ],
      });
    await assertDenied(await give(who, 'attached-new'), 'workspace:users:create');
    assert.equal(await userNamed('attached-new'), undefined);
    assert.equal((await userNamed('attached-known')).total_desktops, 1, 'nor is the other one given');
    assert.equal((await give(await worker(), 'attached-new')).status, 200);
    assert.ok(await userNamed('attached-new'));
  });
});

describe('an explicit Deny on what else a call does besides', () => {
  it('S4: refuses to fill in a user’s address on the way (workspace:users:update)', async () => {
    await ownedDesktop('addressless');
    const user = await userNamed('addressless');
    assert.equal(user.user_email, '');
    const who = await worker(deny('workspace:users:update'));
    const answer = await who.call('POST', `${base}/desktops`, order('addressless'));
    await assertDenied(answer, 'workspace:users:update');
    assert.equal((await userNamed('addressless')).user_email, '');
  });

  it('S4: refuses to shut a desktop off while detaching (workspace:desktops:operate)', async () => {
    const id = await ownedDesktop('stays-on');
    const who = await worker(deny('workspace:desktops:operate'));
    const detach = (shutoff_after_detach: boolean) =>
      who.call('POST', `${base}/desktops/detach`, { desktop_ids: [id], shutoff_after_detach });
    await assertDenied(await detach(true), 'workspace:desktops:operate');
    assert.deepEqual([(await userNamed('stays-on')).total_desktops, await statusOf(id)], [1, 'ACTIVE']);
    assert.equal((await detach(false)).status, 200);
  });

  it('S4: refuses to shut a running desktop down for another product, and changes one that is off', async () => {
    const id = await ownedDesktop('resized');
    const who = await worker(deny('workspace:desktops:operate'));
    const resize = () =>
      who.call('POST', `${base}/desktops/resize`, {
        desktops: [{ desktop_id: id }],
        product_id: 'workspace.x86.medium',
        mode: 'STOP_DESKTOP',
      });
    await assertDenied(await resize(), 'workspace:desktops:operate');
    assert.equal(await statusOf(id), 'ACTIVE');
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop' });
    await waitUntil(async () => (await statusOf(id)) === 'SHUTOFF', 'the desktop to be off');
    const answer = await resize();
    assert.equal(answer.status, 200, answer.text);
  });

  it('S4: refuses to shut a running desktop down for a new system disk', async () => {
    const id = await ownedDesktop('rebuilt');
    const who = await worker(deny('workspace:desktops:operate'));
    const answer = await who.call('POST', `${base}/desktops/rebuild`, {
      desktop_ids: [id],
      image_type: 'gold',
      image_id: simulatedLinux,
    });
    await assertDenied(answer, 'workspace:desktops:operate');
    assert.equal(await statusOf(id), 'ACTIVE');
  });

  it('S4: has no task switch what policies let its author switch elsewhere only', async () => {
    const id = await ownedDesktop('elsewhere');
    const evening = stopAtEvening(id);
    const ofRed = {
      Effect: 'Allow',
      Action: ['workspace:desktops:*'],
      Condition: { StringEquals: { 'g:ResourceTag/team': ['red'] } },
    };
    const plan = allow('workspace:scheduledTasks:*');
    const red = await users.add('red-only', { identity: [plan, ofRed] });
    const refused = await red.call('POST', `${base}/scheduled-tasks`, evening);
    assert.deepEqual([refused.status, refused.body.error_code], [403, 'DPL.0403'], refused.text);
    assert.match(refused.body.error_msg, /workspace:desktops:operate/);
    await service.call('POST', `/desktops/${id}/tags`, { tag: { key: 'team', value: 'red' } });
    assert.equal((await red.call('POST', `${base}/scheduled-tasks`, evening)).status, 200);
    // Nothing says anything of the action: the published right is enough.
    const planner = await users.add('planner', { identity: [plan] });
    assert.equal((await planner.call('POST', `${base}/scheduled-tasks`, evening)).status, 200);
  });

  it('S4: refuses to change a scheduled task of others that is for a desktop which the caller may not switch', async () => {
    const id = await ownedDesktop('scheduled');
    await tagAsProduction(id);
    const answer = await service.call('POST', '/scheduled-tasks', stopAtEvening(id));
    assert.equal(answer.status, 200, answer.text);
    const path = `${base}/scheduled-tasks/${answer.body.task_id}`;
    const known = (await service.call('GET', `/scheduled-tasks/${answer.body.task_id}`)).body;
    const who = await worker(allow('workspace:scheduledTasks:*'), notInProduction);
    const [other] = await createDesktops(service, { desktop_name: 'not-prod' });
    for (const change of [
      { scheduled_time: '12:00:00', force_execute: true },
      { apply_objects: [{ object_type: 'DESKTOP', object_id: other }] },
    ])
      await assertDenied(await who.call('PUT', path, change), 'workspace:desktops:operate');
    assert.deepEqual((await service.call('GET', `/scheduled-tasks/${answer.body.task_id}`)).body, known);
  });

  it('S4: a disk is judged by its desktop, whatever is asked of it', async () => {
    const [id] = await createDesktops(service, {
      desktop_name: 'quick',
      data_volumes: [{ type: 'GPSSD2', size: 20, iops: 3_000, throughput: 125 }],
    });
    await tagAsProduction(id);
    const disk = async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.data_volumes[0];
    const known = await disk();
    const who = await worker(allow('workspace:volumes:*'), notInProduction);
    const speed = { volume_ids: [known.id], qos: { iops: 4_000, throughput: 200 } };
    const set = (ids: readonly string[]) =>
      who.call('PUT', `${base}/volumes/batch-modify-qos`, { ...speed, volume_ids: ids });
    await assertDenied(await set([known.id]), 'workspace:volumes:modifyQos');
    assert.deepEqual(await disk(), known);
    assert.equal((await set(['00000000-0000-4000-8000-000000000000'])).status, 404);
  });

  it('S4: refuses a new policy version that would count at once (iam:policies:setDefaultVersionV5)', async () => {
    const subject = await users.add('versioned', { identity: [allow('workspace:desktops:list')] });
    const path = `/v5/policies/${subject.policyIds[0]}/versions`;
    const policy_document = JSON.stringify({ Version: '5.0', Statement: [allow('*')] });
    const who = await users.add('versioner', {
      identity: [allow('iam:policies:*'), deny('iam:policies:setDefaultVersionV5')],
    });
    const answer = await who.call('POST', path, { policy_document, set_as_default: true });
    await assertDenied(answer, 'iam:policies:setDefaultVersionV5', 'IAM.0003');
    assert.equal((await who.call('POST', path, { policy_document })).status, 201);
  });
});
