import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { showUntilGone } from '../testing/desktopCalls.js';
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
      ['ann', 'bob'],
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
    assert.deepEqual([refused.status, refused.body.error_detail], [409, 'body: desktops.1'], refused.text);
    assert.deepEqual(await names(), earlier);
    const users = (await service.call('GET', '/users?user_name=nobody')).body;
    assert.equal(users.total_count, 0);
    assert.deepEqual((await service.call('GET', '//_deskplane/faults')).body.faults, []);
  });

  const mistakes: readonly (readonly [fixtures: object, field: string, words: RegExp])[] = [
    [{ desktop: [] }, 'body', /has no field desktop\b/],
    [{ desktops: [{ name: 'a', state: 'off' }] }, 'desktops.0', /has no field state/],
    [{ desktops: [{ name: 'a' }, { user: 'ann' }] }, 'desktops.1', /name is missing/],
    [{ desktops: [{ name: 'a', status: 'DELETING' }] }, 'desktops.0.status', /one of ACTIVE, SHUTOFF/],
    [{ desktops: [{ name: 'a', product_id: 'huge' }] }, 'desktops.0', /product_id/],
    [{ desktops: [{ name: 'a', image_id: 'none' }] }, 'desktops.0', /image_id/],
    [{ users: [{ name: 'a b' }] }, 'users.0.name', /./],
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
