import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { asId, type SubnetId } from '../ids.js';
import { addDesktop, addPort, addProject, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { allocateAddresses } from './allocateAddresses.js';
import { newMacAddress } from './newMacAddress.js';
import { listSubnets } from './queries.js';
import { formatAddress, formatRange, parseRange, splitRange } from './ranges.js';

describe('the allocation of addresses', () => {
  let test: TestDatabase;
  let project: TestProject;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
  });
  after(() => test.drop());

  async function newSubnet(cidr: string, gateway: string): Promise<SubnetId> {
    const id = asId<SubnetId>(randomUUID());
    await test.database
      .insertInto('subnets')
      .values({
        id,
        project_id: project.projectId,
        vpc_id: project.vpcId,
        name: 'small',
        cidr,
        gateway_ip: gateway,
      })
      .execute();
    return id;
  }

  async function take(subnetId: SubnetId, addresses: readonly string[], state?: 'absent'): Promise<void> {
    const desktop = await addDesktop(test.database, project);
    for (const address of addresses) {
      await addPort(test.database, project, desktop, address, {
        subnet_id: subnetId,
        ...(state === undefined ? {} : { state }),
      });
    }
  }

  const allocate = (subnetId: SubnetId, count: number, wanted?: string[]) =>
    test.database.transaction().execute((transaction) =>
      allocateAddresses(transaction, {
        projectId: project.projectId,
        subnetId,
        count,
        ...(wanted === undefined ? {} : { wanted, fieldOf: (index) => `ips.${index}` }),
      }),
    );

  it('gives the lowest free addresses, never the network’s, the gateway’s or the broadcast address', async () => {
    const subnetId = await newSubnet('10.1.0.0/29', '10.1.0.1');
    assert.deepEqual(await allocate(subnetId, 5), [
      '10.1.0.2',
      '10.1.0.3',
      '10.1.0.4',
      '10.1.0.5',
      '10.1.0.6',
    ]);
    await assert.rejects(allocate(subnetId, 6), { code: 'DPL.0409' });
    await take(subnetId, ['10.1.0.3', '10.1.0.5']);
    assert.deepEqual(await allocate(subnetId, 3), ['10.1.0.2', '10.1.0.4', '10.1.0.6']);
    await assert.rejects(allocate(subnetId, 4), { code: 'DPL.0409' });
  });

  it('skips a gateway in the middle of the subnet', async () => {
    const subnetId = await newSubnet('10.2.0.0/29', '10.2.0.3');
    assert.deepEqual(await allocate(subnetId, 3), ['10.2.0.1', '10.2.0.2', '10.2.0.4']);
  });

  it('L6: frees an address only when its port was seen absent', async () => {
    const subnetId = await newSubnet('10.3.0.0/29', '10.3.0.1');
    await take(subnetId, ['10.3.0.2'], 'absent');
    await take(subnetId, ['10.3.0.3']);
    assert.deepEqual(await allocate(subnetId, 2), ['10.3.0.2', '10.3.0.4']);
  });

  it('L6: counts as free what it can give, no more and no less', async () => {
    const free = async (subnetId: SubnetId) => {
      const page = { id: subnetId, limit: 1 };
      const [subnet] = await listSubnets(test.database, project.projectId, page);
      return subnet?.free_addresses ?? -1;
    };
    for (const [cidr, gateway, count] of [
      ['10.21.0.0/29', '10.21.0.1', 5],
      ['10.22.0.0/29', '10.22.0.3', 5],
      ['10.23.0.0/30', '10.23.0.1', 1],
      ['10.24.0.0/24', '10.24.0.254', 253],
    ] as const) {
      const subnetId = await newSubnet(cidr, gateway);
      assert.equal(await free(subnetId), count);
      assert.equal((await allocate(subnetId, count)).length, count);
      await assert.rejects(allocate(subnetId, count + 1), { code: 'DPL.0409' });
    }
    const used = await newSubnet('10.25.0.0/29', '10.25.0.1');
    await take(used, ['10.25.0.2', '10.25.0.3']);
    await take(used, ['10.25.0.4'], 'absent');
    assert.equal(await free(used), 3);
    assert.equal((await allocate(used, 3)).length, 3);
  });

  it('gives wanted addresses in their order and fills up with the lowest free ones', async () => {
    const subnetId = await newSubnet('10.4.0.0/28', '10.4.0.1');
    const addresses = await allocate(subnetId, 4, ['10.4.0.9', '10.4.0.2']);
    assert.deepEqual(addresses, ['10.4.0.9', '10.4.0.2', '10.4.0.3', '10.4.0.4']);
    assert.deepEqual(await allocate(subnetId, 1, ['10.4.0.9', '10.4.0.8']), ['10.4.0.9']);
  });

  it('refuses wanted addresses that are taken, outside, reserved, repeated or none', async () => {
    const subnetId = await newSubnet('10.5.0.0/28', '10.5.0.1');
    await take(subnetId, ['10.5.0.4']);
    await assert.rejects(allocate(subnetId, 1, ['10.5.0.4']), { code: 'DPL.0409' });
    for (const address of [
      '10.6.0.4',
      '10.5.0.0',
      '10.5.0.1',
      '10.5.0.15',
      '::1',
      'x',
      '',
      '10.5.0.2/28',
      '10.5.0.256',
    ]) {
      await assert.rejects(allocate(subnetId, 1, [address]), { code: 'WKS.0001' }, address);
    }
    await assert.rejects(allocate(subnetId, 2, ['10.5.0.2', '10.5.0.2']), {
      code: 'WKS.0001',
      detail: 'body: ips.1',
    });
  });

  it('S16: allocates nothing in a subnet of another project, which looks like a missing one', async () => {
    const other = await addProject(test.database);
    for (const subnetId of [other.subnetId, asId<SubnetId>(randomUUID())]) {
      await assert.rejects(allocate(subnetId, 1), { code: 'DPL.0404' });
    }
  });

  it('gives each of many calls at the same moment addresses of its own', async () => {
    const subnetId = await newSubnet('10.7.0.0/24', '10.7.0.1');
    const desktop = await addDesktop(test.database, project);
    const given = await Promise.all(
      Array.from({ length: 12 }, () =>
        test.database.transaction().execute(async (transaction) => {
          const addresses = await allocateAddresses(transaction, {
            projectId: project.projectId,
            subnetId,
            count: 3,
          });
          for (const address of addresses) {
            await addPort(transaction, project, desktop, address, { subnet_id: subnetId });
          }
          return addresses;
        }),
      ),
    );
    const all = given.flat();
    assert.equal(new Set(all).size, 36);
    const last = (address: string): number => Number(address.split('.')[3]);
    assert.deepEqual(
      all.map(last).sort((one, other) => one - other),
      Array.from({ length: 36 }, (_, index) => index + 2),
    );
  });
});

describe('MAC addresses and ranges', () => {
  it('makes MAC addresses of the clouds’ range', () => {
    const addresses = Array.from({ length: 50 }, () => newMacAddress(realAmbient));
    for (const address of addresses) assert.match(address, /^fa:16:3e(:[0-9a-f]{2}){3}$/);
    assert.ok(new Set(addresses).size > 45);
  });

  it('reads and writes ranges, and nothing else', () => {
    for (const text of ['0.0.0.0/0', '100.64.0.0/10', '255.255.255.255/32']) {
      const range = parseRange(text);
      assert.ok(range !== undefined);
      assert.equal(formatRange(range), text);
    }
    for (const text of [
      '10.0.0.1/24',
      '10.0.0.0',
      '10.0.0.0/33',
      '256.0.0.0/8',
      '',
      'a.b.c.d/8',
      '10.0.0.0/8 ',
    ]) {
      assert.equal(parseRange(text), undefined, text);
    }
    assert.equal(formatAddress(2 ** 32 - 1), '255.255.255.255');
    assert.throws(() => splitRange('10.0.0.0/20', 20, 2), RangeError);
  });
});
