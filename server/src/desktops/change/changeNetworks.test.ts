import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { assertLedgerMatchesEngine } from '../../testing/ledger.js';
import { done, type NetworkCalls, networkCallsOf, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const usual: Around = (_call, run) => run();
let service: TestService;
let network: NetworkCalls;
let around = usual;
/** Another network than the one that desktops begin in. */
let other: { readonly vpc: string; readonly subnet: string };
let group: string;
before(async () => {
  service = await startTestService({
    engine: (engine) => interpose(engine, (call, run) => around(call, run)),
  });
  network = networkCallsOf(service);
  const { vpc } = await done(network.v1('POST', 'vpcs', { vpc: { name: 'other', cidr: '10.9.0.0/16' } }));
  const { subnet } = await done(
    network.v1('POST', 'subnets', {
      subnet: { name: 'other', cidr: '10.9.1.0/24', gateway_ip: '10.9.1.1', vpc_id: vpc.id },
    }),
  );
  other = { vpc: vpc.id, subnet: subnet.id };
  const made = await done(network.v1('POST', 'security-groups', { security_group: { name: 'other' } }));
  group = made.security_group.id;
});
afterEach(async () => {
  around = usual;
  await waitUntil(
    async () => (await count('select count(*)::int from retirements')) === 0,
    'what goes to go',
  );
  await assertLedgerMatchesEngine(service.database.pool);
});
after(() => service.remove());

async function count(query: string, values: readonly string[] = []): Promise<number> {
  const { rows } = await service.database.pool.query<{ count: number }>(query, [...values]);
  return rows[0]?.count ?? 0;
}

const change = (id: string, body: object) => service.call('PUT', `/desktops/${id}/networks`, body);
const show = async (id: string) => (await service.call('GET', `/desktops/${id}`)).body.desktop;
const networkOf = async (id: string) =>
  (await done(service.call('GET', `/desktops/${id}/networks`))).network_infos[0];

async function untilIdle(id: string) {
  return waitUntil(async () => {
    const desktop = await show(id);
    return desktop.task_status === '' ? desktop : undefined;
  }, `${id} to be idle`);
}

/** The ports of a desktop that the ledger does not say to be gone. */
const ports = (id: string): Promise<number> =>
  count(`select count(*)::int from items where desktop_id = $1 and kind = 'port' and state <> 'absent'`, [
    id,
  ]);

const moveTo = () => ({ vpc_id: other.vpc, subnet_id: other.subnet, security_group_ids: [group] });

describe('ChangeDesktopNetwork', () => {
  it('S6: gives a running desktop a new port; the old one is seen gone, and its address is free again', async () => {
    const [id] = await createDesktops(service, {});
    const former = await networkOf(id);
    const answer = await done(change(id, { ...moveTo(), private_ip: '10.9.1.77' }));
    const desktop = await untilIdle(id);
    assert.equal(desktop.status, 'ACTIVE');
    assert.equal(desktop.subnet_id, other.subnet);
    const now = await networkOf(id);
    assert.deepEqual(
      [now.vpc_info.id, now.subnet_info.id, now.port_info.ip_address, now.security_groups],
      [other.vpc, other.subnet, '10.9.1.77', [{ id: group, name: 'other' }]],
    );
    assert.notEqual(now.port_info.id, former.port_info.id);
    const [job] = await readSubJobs(service, answer.job_id);
    assert.equal(job?.status, 'SUCCESS');
    await waitUntil(async () => (await ports(id)) === 1, 'the old port to go');
    const [next] = await createDesktops(service, {
      desktop_ips: [former.port_info.ip_address],
      size: 1,
    });
    assert.equal((await networkOf(next)).port_info.ip_address, former.port_info.ip_address);
  });

  it('S2: leaves a port alone that was there before the desktop', async () => {
    const [id] = await createDesktops(service, {});
    const { port_info: former } = await networkOf(id);
    await service.database.pool.query(`update items set ownership = 'preexisting' where id = $1`, [
      former.id,
    ]);
    let removed = 0;
    around = (call, run) => {
      if (call.verb === 'remove') removed += 1;
      return run();
    };
    await done(change(id, moveTo()));
    await untilIdle(id);
    await waitUntil(
      async () => (await count('select count(*)::int from retirements')) === 0,
      'the old port to be let go',
    );
    assert.equal(removed, 0);
    assert.notEqual((await networkOf(id)).port_info.id, former.id);
    const kept = 'select count(*)::int from items where id = $1 and state = $2';
    assert.equal(await count(kept, [former.id, 'present']), 1);
  });

  it('leaves a desktop off that is off, and takes a free address where none is asked for', async () => {
    const [id] = await createDesktops(service, {});
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await untilIdle(id);
    await done(change(id, moveTo()));
    assert.equal((await untilIdle(id)).status, 'SHUTOFF');
    assert.match((await networkOf(id)).port_info.ip_address, /^10\.9\.1\./);
  });

  it('changes security groups at once, without another port and without a restart', async () => {
    const [id] = await createDesktops(service, {});
    const { port_info } = await networkOf(id);
    let powered = 0;
    around = (call, run) => {
      if (call.verb === 'power') powered += 1;
      return run();
    };
    const answer = await done(change(id, { security_group_ids: [group], private_ip: port_info.ip_address }));
    const [job] = await readSubJobs(service, answer.job_id);
    assert.equal(job?.status, 'SUCCESS');
    const now = await networkOf(id);
    assert.deepEqual([now.port_info, now.security_groups], [port_info, [{ id: group, name: 'other' }]]);
    assert.equal((await show(id)).task_status, '');
    assert.equal(powered, 0);
  });

  it('S4: refuses what cannot be before anything is done', async () => {
    const [id, busy = ''] = await createDesktops(service, { size: 2, desktop_name: 'kept' });
    const { subnet_info, port_info } = await networkOf(busy);
    const missing = '11111111-2222-4333-8444-555555555555';
    for (const [body, status, code] of [
      [{ subnet_id: missing, security_group_ids: [group] }, 400, 'WKS.0001'],
      [{ vpc_id: other.vpc, security_group_ids: [group] }, 400, 'WKS.0001'],
      [{ vpc_id: missing, subnet_id: other.subnet, security_group_ids: [group] }, 400, 'WKS.0001'],
      [{ subnet_id: other.subnet, security_group_ids: [missing] }, 400, 'WKS.0001'],
      [{ ...moveTo(), private_ip: '10.9.2.1' }, 400, 'WKS.0001'],
      [
        { ...moveTo(), subnet_id: subnet_info.id, vpc_id: undefined, private_ip: port_info.ip_address },
        409,
        'DPL.0409',
      ],
      [{ subnet_id: other.subnet }, 400, 'WKS.0001'],
    ] as const)
      await refused(change(id, body), status, code);
    for (const private_ip of ['10.9.2.1', 'nowhere']) {
      const { body } = await change(id, { ...moveTo(), private_ip });
      assert.equal(body.error_detail, 'body: private_ip');
    }
    const own = { subnet_id: subnet_info.id, security_group_ids: [group], private_ip: port_info.ip_address };
    assert.equal((await change(id, own)).body.error_detail, 'body: private_ip');
    await refused(change(missing, moveTo()), 404, 'DPL.0404');
    assert.equal((await show(id)).task_status, '');
    assert.equal(await ports(id), 1);
  });

  it('keeps the new subnet and the new groups from being deleted while a desktop moves there', async () => {
    const [id] = await createDesktops(service, {});
    const made = await done(network.v1('POST', 'security-groups', { security_group: { name: 'coming' } }));
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'connect') await gate.pass();
      return run();
    };
    await done(change(id, { ...moveTo(), security_group_ids: [made.security_group.id] }));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    assert.equal((await show(id)).task_status, 'desktopNetworkChanging');
    await refused(network.v1('DELETE', `security-groups/${made.security_group.id}`), 409, 'DPL.0409');
    await refused(network.v1('DELETE', `vpcs/${other.vpc}/subnets/${other.subnet}`), 409, 'VPC.0209');
    gate.open();
    await untilIdle(id);
  });

  it('D7, S8: makes one port and connects it once more where answers were lost', async () => {
    const [id] = await createDesktops(service, {});
    const lost = { create: 0, connect: 0 };
    around = async (call, run) => {
      const answer = await run();
      if ((call.verb === 'create' && call.kind === 'port') || call.verb === 'connect')
        if (lost[call.verb]++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    await done(change(id, moveTo()));
    assert.equal((await untilIdle(id)).status, 'ACTIVE');
    assert.ok(lost.create > 0 && lost.connect > 1);
    assert.equal((await networkOf(id)).subnet_info.id, other.subnet);
    await waitUntil(async () => (await ports(id)) === 1, 'the old port to go');
  });

  for (const [what, fails] of [
    ['make its port', (call) => call.verb === 'create' && call.kind === 'port'],
    ['connect it', (call) => call.verb === 'connect'],
  ] as const satisfies readonly (readonly [string, (call: Parameters<Around>[0]) => boolean])[]) {
    it(`leaves a desktop where it was when the engine will not ${what}, and the new port goes`, async () => {
      const [id] = await createDesktops(service, {});
      const former = await networkOf(id);
      let refusals = 0;
      around = (call, run) =>
        fails(call) && refusals++ === 0 ? Promise.reject(new EngineError('refused', 'not here')) : run();
      const answer = await done(change(id, moveTo()));
      assert.equal((await untilIdle(id)).status, 'ACTIVE');
      assert.deepEqual(await networkOf(id), former);
      const [job] = await readSubJobs(service, answer.job_id);
      assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
      await waitUntil(async () => (await ports(id)) === 1, 'the new port to go');
    });
  }

  it('S8: ends well after a crash between the engine and the ledger', async () => {
    const [id] = await createDesktops(service, {});
    let connected = 0;
    around = async (call, run) => {
      const answer = await run();
      // Not an answer of the engine: the process is as good as dead, and nothing of this turn is written.
      if (call.verb === 'connect' && connected++ === 0) throw new Error('crash');
      return answer;
    };
    await done(change(id, moveTo()));
    await waitUntil(() => connected === 1, 'the engine to be asked');
    await waitUntil(async () => {
      await service.database.pool.query('update desktops set task_due_at = now() where id = $1', [id]);
      return (await show(id)).task_status === '';
    }, 'another turn');
    assert.equal((await show(id)).status, 'ACTIVE');
    assert.equal((await networkOf(id)).subnet_info.id, other.subnet);
    await waitUntil(async () => (await ports(id)) === 1, 'the old port to go');
  });

  it('S7: keeps an old port on the ledger, and its address, as long as the engine does not let it go', async () => {
    const [id] = await createDesktops(service, {});
    const former = await networkOf(id);
    let asked = 0;
    around = async (call, run) => {
      if (call.verb === 'remove' && call.kind === 'port' && asked++ < 3)
        throw new EngineError('unreachable', 'the host is down');
      return run();
    };
    await done(change(id, moveTo()));
    await untilIdle(id);
    assert.equal(await ports(id), 2);
    const taken = await service.call('PUT', `/desktops/${id}/networks`, {
      subnet_id: former.subnet_info.id,
      private_ip: former.port_info.ip_address,
      security_group_ids: [group],
    });
    assert.equal(taken.status, 409, 'its address is not free before it was seen gone');
    const { items } = await done(service.call('GET', `/desktops/${id}/deletion-plan`));
    assert.equal(items.filter(({ kind }: { kind: string }) => kind === 'port').length, 2);
    await waitUntil(async () => (await ports(id)) === 1, 'the old port to go');
    assert.ok(asked > 3);
  });

  it('S1, S13: ends with a forced deletion in the middle, which takes both ports with it', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'connect') await gate.pass();
      return run();
    };
    await done(change(id, moveTo()));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 409);
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
    gate.open();
    await showUntilGone(service, id);
    const { items } = await done(service.call('GET', `/deletions/${id}`));
    assert.equal(items.filter(({ kind }: { kind: string }) => kind === 'port').length, 2);
  });

  it('is deleted with an old port that has not gone yet: the deletion takes it over', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'remove' && call.kind === 'port') await gate.pass();
      return run();
    };
    await done(change(id, moveTo()));
    await untilIdle(id);
    await waitUntil(() => gate.came === 1, 'the old port to be asked to go');
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    gate.open();
    await showUntilGone(service, id);
  });
});

describe('BatchChangeDesktopNetwork', () => {
  it('moves each to an address of its own, and leaves alone what is there already', async () => {
    const ids = await createDesktops(service, { size: 3, desktop_name: 'moved' });
    const [first] = ids;
    await done(change(first, moveTo()));
    await untilIdle(first);
    const former = await networkOf(first);
    const answer = await done(
      service.call('POST', '/desktops/networks/batch-change', { desktop_ids: ids, subnet_id: other.subnet }),
    );
    for (const id of ids) assert.equal((await untilIdle(id)).status, 'ACTIVE');
    assert.deepEqual(await networkOf(first), former);
    const addresses = await Promise.all(ids.map(async (id) => (await networkOf(id)).port_info.ip_address));
    assert.equal(new Set(addresses).size, 3);
    const jobs = await readSubJobs(service, answer.job_id);
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['SUCCESS', 'SUCCESS', 'SUCCESS'],
    );
  });

  it('puts many into other groups at once, and refuses a VPC that is not the subnet’s', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'grouped' });
    const batch = (body: object) => service.call('POST', '/desktops/networks/batch-change', body);
    await refused(batch({ desktop_ids: ids, vpc_id: ids[0], subnet_id: other.subnet }), 400, 'WKS.0001');
    await done(batch({ desktop_ids: ids, security_group_ids: [group] }));
    for (const id of ids)
      assert.deepEqual((await networkOf(id)).security_groups, [{ id: group, name: 'other' }]);
  });
});
