import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs, showUntilGone } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

const faultsPath = '//_deskplane/faults';

describe('faults of the engine', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());
  afterEach(() => service.call('DELETE', faultsPath));

  async function add(fault: object): Promise<string> {
    const answer = await service.call('POST', faultsPath, fault);
    assert.equal(answer.status, 201, answer.text);
    return answer.body.fault_id;
  }
  const struck = async (id: string): Promise<number> => {
    const { faults } = (await service.call('GET', faultsPath)).body;
    return faults.find((fault: { fault_id: string }) => fault.fault_id === id).struck;
  };
  const desktop = async (id: string) => (await service.call('GET', `/desktops/${id}`)).body.desktop;
  const itemsOf = async (id: string): Promise<{ kind: string; provider_id: string }[]> => {
    const { rows } = await service.database.pool.query<{ kind: string; provider_id: string }>(
      'select kind, provider_id from items where desktop_id = $1',
      [id],
    );
    return rows;
  };
  const isInEngine = async (providerId: string): Promise<boolean> => {
    const { rowCount } = await service.database.pool.query(
      `select from simulated_items where id = $1 and status <> 'deleting'`,
      [providerId],
    );
    return rowCount === 1;
  };

  /** Removes a fault while the deletion would wait for an hour: it ends all the same, without a second call. */
  const endsOnceRemoved = async (id: string, path: string): Promise<void> => {
    await waitUntil(async () => {
      const { rowCount } = await service.database.pool.query(
        `update deletion_progress set due_at = now() + interval '1 hour', version = version + 1
          where desktop_id = $1 and worker is null`,
        [id],
      );
      return rowCount === 1;
    }, 'the deletion to wait');
    await service.call('DELETE', path);
    await showUntilGone(service, id);
  };

  it('are retried where they may pass: a desktop comes to be although calls fail and answers get lost', async () => {
    const refused = await add({
      effect: 'error',
      engine_call: 'create',
      kind: 'volume',
      reason: 'unreachable',
    });
    const lost = await add({ effect: 'lost_answer', engine_call: 'create', kind: 'port' });
    const [id] = await createDesktops(service, {});
    assert.deepEqual([await struck(refused), await struck(lost)], [1, 1]);
    assert.equal((await desktop(id)).status, 'ACTIVE');
    assert.equal((await itemsOf(id)).length, 3);
  });

  it('end a creation that the engine refuses for good, and say that and why they did', async () => {
    await add({ effect: 'error', engine_call: 'create', kind: 'server', reason: 'capacity', rate: 1 });
    const answer = await service.call('POST', '/desktops', {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_type: 'gold',
      image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
      root_volume: { type: 'SAS', size: 80 },
      size: 1,
      desktop_name: 'refused',
    });
    await waitUntil(
      async () => (await readSubJobs(service, answer.body.job_id)).every((job) => job.status === 'FAILED'),
      'the creation to fail',
    );
    const [{ fail_reason: reason } = { fail_reason: '' }] = await readSubJobs(service, answer.body.job_id);
    assert.match(reason ?? '', /: fault of the test double \(capacity\)/);
  });

  it('S6: stuck: a disk that the engine says is going stays, its deletion waits for it and ends once the fault is gone', async () => {
    const [id] = await createDesktops(service, {});
    const [other] = await createDesktops(service, {});
    const disk = (await itemsOf(id)).find(({ kind }) => kind === 'volume');
    assert.ok(disk !== undefined);
    const fault = await add({ effect: 'stuck', desktop_id: id });
    for (const each of [id, other]) await service.call('DELETE', `/desktops/${each}`);
    await showUntilGone(service, other);
    await waitUntil(async () => (await struck(fault)) > 0, 'the disk to be asked to go');
    assert.deepEqual([await isInEngine(disk.provider_id), (await desktop(id)).status], [true, 'DELETING']);
    await endsOnceRemoved(id, `${faultsPath}/${fault}`);
    assert.equal(await isInEngine(disk.provider_id), false);
  });

  it('S7: removed all at once: what was held up by any of them ends at once', async () => {
    const [id] = await createDesktops(service, {});
    await add({ effect: 'delete_failed', desktop_id: id });
    await service.call('DELETE', `/desktops/${id}`);
    await waitUntil(async () => (await desktop(id)).task_status === 'deleteFailed', 'the failure');
    await endsOnceRemoved(id, faultsPath);
  });

  it('stuck, of one item: by its own id or the one of the engine', async () => {
    const [id] = await createDesktops(service, {});
    const port = (await itemsOf(id)).find(({ kind }) => kind === 'port');
    assert.ok(port !== undefined);
    const wrongKind = await service.call('POST', faultsPath, {
      effect: 'stuck',
      item_id: port.provider_id,
      kind: 'volume',
    });
    assert.deepEqual([wrongKind.status, wrongKind.body.error_detail], [400, 'body: kind']);
    const fault = await add({ effect: 'stuck', item_id: port.provider_id });
    await service.call('DELETE', `/desktops/${id}`);
    await waitUntil(async () => (await struck(fault)) > 0, 'the port to be asked to go');
    assert.equal(await isInEngine(port.provider_id), true);
  });

  it('S7: delete_failed: the deletion of the desktop is shown as failed soon, and ends once the fault is gone', async () => {
    const [id] = await createDesktops(service, {});
    const fault = await add({ effect: 'delete_failed', desktop_id: id });
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await waitUntil(
      async () => (await desktop(id)).task_status === 'deleteFailed',
      'the deletion to be shown as failed',
    );
    const { deletions } = (await service.call('GET', '/deletions?state=failed')).body;
    const failed = deletions.find((each: { desktop_id: string }) => each.desktop_id === id);
    assert.match(JSON.stringify(failed.waiting_for), new RegExp(`internal: fault ${fault}`));
    await endsOnceRemoved(id, `${faultsPath}/${fault}`);
    const { body } = await service.call('GET', `/deletions/${id}`);
    assert.equal(body.state, 'done');
  });

  it('S7: delete_failed: so is the deletion of one of its disks, and the desktop is as it was', async () => {
    const [id] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
    const disk = (await desktop(id)).data_volumes[0].id;
    const fault = await add({ effect: 'delete_failed', desktop_id: id });
    const order = { volume_ids: [disk] };
    assert.equal((await service.call('POST', `/desktops/${id}/volumes/batch-delete`, order)).status, 200);
    const state = async () => (await service.call('GET', `/deletions/${disk}`)).body.state;
    await waitUntil(async () => (await state()) === 'failed', 'the deletion to be shown as failed');
    const { status, task_status: task } = await desktop(id);
    assert.deepEqual([status, task], ['ACTIVE', '']);
    await service.call('DELETE', `${faultsPath}/${fault}`);
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
    await showUntilGone(service, id);
  });

  it('no_effect: an engine that says yes to a stop and does nothing leaves the desktop running', async () => {
    const [id] = await createDesktops(service, {});
    const fault = await add({ effect: 'no_effect', engine_call: 'power', desktop_id: id, rate: 1 });
    const stop = { op_type: 'os-stop', type: 'SOFT', desktop_ids: [id] };
    assert.equal((await service.call('POST', '/desktops/action', stop)).status, 200);
    await waitUntil(async () => (await struck(fault)) > 0, 'the engine to be asked');
    const server = (await itemsOf(id)).find(({ kind }) => kind === 'server');
    const { rows } = await service.database.pool.query<{ status: string; to: string }>(
      'select status, changes_to as to from simulated_items where id = $1',
      [server?.provider_id],
    );
    assert.equal(rows[0]?.to, 'active');
  });
});
