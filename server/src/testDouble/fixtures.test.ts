import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { showUntilGone } from '../testing/desktopCalls.js';
import { callAs } from '../testing/identityCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

describe('fixtures', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());
  afterEach(() => service.call('DELETE', '//_deskplane/faults'));

  const load = (fixtures: object, headers?: Record<string, string>) =>
    service.call('POST', `//_deskplane/${service.credentials.project_id}/fixtures`, fixtures, headers);
  const names = async (): Promise<string[]> => {
    const { body } = await service.call('GET', '/desktops');
    return body.desktops.map((desktop: { computer_name: string }) => desktop.computer_name);
  };

  it('are there when the call is answered: users, desktops in each state, tags, protection', async () => {
    const answer = await load({
      users: [{ name: 'ann', email: 'ann@example.com' }, { name: 'bob' }],
      desktops: [
        { name: 'on', user: 'ann', tags: [{ key: 'team', value: 'red' }] },
        { name: 'off', user: 'carl', status: 'SHUTOFF' },
        { name: 'asleep', status: 'HIBERNATED' },
        { name: 'broken', status: 'ERROR', disk_gib: 100 },
        { name: 'kept', deletion_protection: true },
      ],
    });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(
      answer.body.users.map((user: { name: string }) => user.name),
      ['ann', 'bob', 'carl'],
    );
    const shown = await Promise.all(
      answer.body.desktops.map(async ({ desktop_id }: { desktop_id: string }) => {
        const { desktop } = (await service.call('GET', `/desktops/${desktop_id}`)).body;
        return [desktop.computer_name, desktop.status, desktop.task_status, desktop.user_name ?? null];
      }),
    );
    assert.deepEqual(
      shown.map(([name, status, task]) => [name, status, task]),
      [
        ['on', 'ACTIVE', ''],
        ['off', 'SHUTOFF', ''],
        ['asleep', 'HIBERNATED', ''],
        ['broken', 'ERROR', ''],
        ['kept', 'ACTIVE', ''],
      ],
    );
    const [on, , , broken, kept] = answer.body.desktops.map(
      (each: { desktop_id: string }) => each.desktop_id,
    );
    const { body } = await service.call('GET', `/desktops/${on}/tags`);
    assert.deepEqual(body.tags, [{ key: 'team', value: 'red' }]);
    assert.equal((await service.call('DELETE', `/desktops/${kept}`)).status, 409);
    for (const id of [on, broken]) {
      assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
      await showUntilGone(service, id);
    }
    const { body: receipt } = await service.call('GET', `/deletions/${on}`);
    assert.equal(receipt.state, 'done');
  });

  it('say who was made: not who was there already, in whatever case, and who is made for a desktop too', async () => {
    const users = async (fixtures: object): Promise<string[]> => {
      const answer = await load(fixtures);
      assert.equal(answer.status, 201, answer.text);
      return answer.body.users.map((user: { name: string }) => user.name);
    };
    assert.deepEqual(await users({ users: [{ name: 'yves' }, { name: 'xena' }] }), ['yves', 'xena']);
    assert.deepEqual(
      await users({
        users: [{ name: 'Yves' }, { name: 'zoe' }],
        desktops: [
          { name: 'for-xena', user: 'XENA' },
          { name: 'for-zoe', user: 'zoe' },
          { name: 'for-will', user: 'will' },
        ],
      }),
      ['zoe', 'will'],
    );
  });

  it('say at which of them a user stands who cannot be as the file has it, and make nobody', async () => {
    await load({ users: [{ name: 'known', email: 'known@example.com' }] });
    const other = await load({ users: [{ name: 'unmade' }, { name: 'known', email: 'other@example.com' }] });
    assert.deepEqual([other.status, other.body.error_detail], [409, 'body: users.1.email'], other.text);
    const twice = await load({
      users: [{ name: 'unmade' }, { name: 'one' }, { name: 'ONE' }],
      desktops: [{ name: 'a', image_id: 'none' }],
    });
    assert.deepEqual([twice.status, twice.body.error_detail], [400, 'body: users.2.name'], twice.text);
    assert.match(twice.body.error_msg, /users\.2\.name is the name of users\.1 already/);
    assert.equal((await service.call('GET', '/users?user_name=unmade')).body.total_count, 0);
  });

  it('are known to the engine: they start, and no scan takes them for orphans', async () => {
    const { body } = await load({ desktops: [{ name: 'started', status: 'SHUTOFF' }] });
    const [{ desktop_id: id }] = body.desktops;
    await service.call('POST', '/desktops/action', { op_type: 'os-start', desktop_ids: [id] });
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'ACTIVE',
      'the desktop to start',
    );
    const scan = (await service.call('GET', '/orphan-scan')).body;
    assert.deepEqual([scan.summary.ours_orphaned, scan.summary.unknown, scan.summary.missing], [0, 0, 0]);
  });

  it('bring faults with them', async () => {
    const { body } = await load({ desktops: [{ name: 'jammed', fault: 'stuck' }, { name: 'free' }] });
    const { faults } = (await service.call('GET', '//_deskplane/faults')).body;
    assert.deepEqual(
      faults.map((fault: { effect: string; desktop_id: string }) => [fault.effect, fault.desktop_id]),
      [['stuck', body.desktops[0].desktop_id]],
    );
    assert.deepEqual(
      body.desktops.map((each: { fault_id: string | null }) => each.fault_id),
      [faults[0].fault_id, null],
    );
  });

  it('are all made or none: a name that is taken, in the last of them, leaves nothing', async () => {
    await load({ desktops: [{ name: 'taken' }] });
    const earlier = await names();
    const refused = await load({
      users: [{ name: 'nobody' }],
      desktops: [{ name: 'fresh' }, { name: 'TAKEN', fault: 'stuck' }],
    });
    assert.deepEqual(
      [refused.status, refused.body.error_detail],
      [409, 'body: desktops.1.name'],
      refused.text,
    );
    assert.deepEqual(await names(), earlier);
    const users = (await service.call('GET', '/users?user_name=nobody')).body;
    assert.equal(users.total_count, 0);
    assert.deepEqual((await service.call('GET', '//_deskplane/faults')).body.faults, []);
  });

  const policy = (action: string, Version = '5.0') => ({
    Version,
    Statement: [{ Effect: 'Allow', Action: [action] }],
  });
  const password = 'Desk-2026-Plane';
  const asUser = (name: string) =>
    callAs(service, { name, password, scope: { project: { id: service.credentials.project_id } } });

  it('bring users of IAM with their groups, and policies that count for them at once', async () => {
    const answer = await load({
      iam_users: [
        { name: 'reader', password, groups: ['readers'] },
        { name: 'keeper', password, groups: ['readers', 'keepers'] },
        { name: 'stranger', password },
      ],
      policies: [
        { name: 'reads', document: policy('workspace:desktops:list'), groups: ['readers'] },
        { name: 'counts', document: policy('workspace:quotas:get', '1.1'), users: ['keeper'] },
      ],
    });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(
      answer.body.policies.map((each: { name: string; model: string }) => [each.name, each.model]),
      [
        ['reads', 'identity'],
        ['counts', 'role'],
      ],
    );
    const statuses = [];
    for (const name of ['reader', 'keeper', 'stranger']) {
      const call = await asUser(name);
      const { project_id: project } = service.credentials;
      statuses.push([
        name,
        (await call('GET', `/v2/${project}/desktops`)).status,
        (await call('GET', `/v2/${project}/quotas`)).status,
      ]);
    }
    assert.deepEqual(statuses, [
      ['reader', 200, 403],
      ['keeper', 200, 200],
      ['stranger', 403, 403],
    ]);
  });

  it('with users of IAM or policies are loaded by the account itself only', async () => {
    const document = policy('workspace:*:*');
    await load({
      iam_users: [{ name: 'loader', password }],
      policies: [{ name: 'loads', document, users: ['loader'] }],
    });
    const call = await asUser('loader');
    const path = `/_deskplane/${service.credentials.project_id}/fixtures`;
    assert.equal((await call('POST', path, { desktops: [{ name: 'by-loader' }] })).status, 201);
    for (const body of [
      { iam_users: [{ name: 'another' }] },
      { policies: [{ name: 'all', document: policy('*:*:*'), users: ['loader'] }] },
    ])
      assert.equal((await call('POST', path, body)).status, 403);
  });

  it('leave nothing of IAM when anything of them cannot be', async () => {
    const answer = await load({
      iam_users: [{ name: 'half', password, groups: ['halves'] }],
      policies: [{ name: 'half', document: policy('workspace:desktops:list'), users: ['half', 'none'] }],
    });
    assert.deepEqual(
      [answer.status, answer.body.error_detail],
      [400, 'body: policies.0.users.1'],
      answer.text,
    );
    assert.deepEqual((await service.call('GET', '//v3/users?name=half')).body.users, []);
    assert.deepEqual((await service.call('GET', '//v3/groups?name=halves')).body.groups, []);
    const { policies } = (await service.call('GET', '//v5/policies?policy_type=custom')).body;
    assert.ok(!policies.some((each: { policy_name: string }) => each.policy_name === 'half'));
  });

  const windows = { image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b02', product_id: 'workspace.x86.large' };
  const mistakes: readonly (readonly [fixtures: object, field: string, words: RegExp])[] = [
    [{ desktop: [] }, 'desktop', /has no field desktop\b/],
    [{ desktops: [{ name: 'a', state: 'off' }] }, 'desktops.0.state', /has no field state/],
    [{ desktops: [{ nme: 'a' }] }, 'desktops.0.nme', /desktops\.0 has no field nme/],
    [{ desktops: [{ name: 'a' }, { user: 'ann' }] }, 'desktops.1.name', /name is missing/],
    [{ desktops: [{ name: 'a', status: 'DELETING' }] }, 'desktops.0.status', /one of ACTIVE, SHUTOFF/],
    [{ desktops: [{ name: 'a', product_id: 'huge' }] }, 'desktops.0.product_id', /product_id/],
    [{ desktops: [{ name: 'a', image_id: 'none' }] }, 'desktops.0.image_id', /image_id/],
    [{ desktops: [{ name: 'a', ...windows, disk_gib: 70 }] }, 'desktops.0.disk_gib', /at least 80/],
    [
      { desktops: [{ name: 'a', tags: [{ key: 'k' }, { key: 'l' }, { key: 'k', value: 'v' }] }] },
      'desktops.0.tags.2.key',
      /give each key once/,
    ],
    [{ users: [{ name: 'a b' }] }, 'users.0.name', /./],
    [{ iam_users: [{ name: 'a', password: 'short' }] }, 'iam_users.0.password', /8 to 32/],
    [{ iam_users: [{ name: 'a/b' }] }, 'iam_users.0.name', /not allowed/],
    [{ policies: [{ name: 'a' }] }, 'policies.0.document', /document is missing/],
    [
      { policies: [{ name: 'a', document: policy('desktops') }] },
      'policies.0.document.Statement.0.Action.0',
      /./,
    ],
    [{ policies: [{ name: 'a', document: { Version: 5 } }] }, 'policies.0.document.Version', /Version/],
    [
      { policies: [{ name: 'a', document: policy('workspace:desktops:list'), groups: ['none'] }] },
      'policies.0.groups.0',
      /no IAM group none/,
    ],
  ];
  for (const [fixtures, field, words] of mistakes)
    it(`that say ${JSON.stringify(fixtures)} are refused at ${field}`, async () => {
      const earlier = await names();
      const answer = await load(fixtures);
      assert.deepEqual([answer.status, answer.body.error_detail], [400, `body: ${field}`], answer.text);
      assert.match(answer.body.error_msg, words);
      assert.match((await load(fixtures, { 'x-language': 'zh-cn' })).body.error_msg, /[\u4e00-\u9fff]/);
      assert.deepEqual(await names(), earlier);
    });
});
