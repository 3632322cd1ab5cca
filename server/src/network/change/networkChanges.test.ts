import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { done, type NetworkCalls, networkCallsOf, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { networkQuotas } from './networkQuotas.js';

let service: TestService;
let v1: NetworkCalls['v1'];
let v3: NetworkCalls['v3'];

before(async () => {
  service = await startTestService();
  ({ v1, v3 } = networkCallsOf(service));
});
after(() => service.remove());

async function makeVpc(cidr = '192.168.0.0/16'): Promise<string> {
  return (await done(v1('POST', 'vpcs', { vpc: { name: 'blue', cidr } }))).vpc.id;
}

const subnetOf = (vpc: string, more: object = {}) => ({
  subnet: { name: 'blue-1', vpc_id: vpc, cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', ...more },
});

async function makeSubnet(vpc: string, more: object = {}): Promise<string> {
  return (await done(v1('POST', 'subnets', subnetOf(vpc, more)))).subnet.id;
}

describe('VPCs', () => {
  it('are created, shown, changed and deleted, and then are not there', async () => {
    const { vpc } = await done(
      v1('POST', 'vpcs', { vpc: { name: 'blue', description: 'team', cidr: '10.0.0.0/8' } }),
    );
    assert.deepEqual([vpc.name, vpc.description, vpc.cidr, vpc.status], ['blue', 'team', '10.0.0.0/8', 'OK']);
    assert.deepEqual((await done(v1('GET', `vpcs/${vpc.id}`))).vpc, vpc);
    const shown = (await done(v3('GET', `vpcs/${vpc.id}`))).vpc;
    assert.deepEqual([shown.description, shown.status], ['team', 'ACTIVE']);
    const changes = { name: 'red', description: '', cidr: '10.0.0.0/16' };
    const changed = (await done(v1('PUT', `vpcs/${vpc.id}`, { vpc: changes }))).vpc;
    assert.deepEqual([changed.name, changed.description, changed.cidr], ['red', '', '10.0.0.0/16']);
    await done(v1('DELETE', `vpcs/${vpc.id}`), 204);
    await refused(v1('GET', `vpcs/${vpc.id}`), 404, 'DPL.0404');
    await refused(v1('DELETE', `vpcs/${vpc.id}`), 404, 'DPL.0404');
  });

  it('have a private range that desktops may have, and what is not offered is refused by name', async () => {
    const untouched = await done(v1('GET', 'vpcs'));
    for (const cidr of ['8.8.0.0/16', '172.16.0.0/16', '100.64.0.0/16', '10.0.0.1/16', '10.0.0.0/29', 'x']) {
      assert.equal(await refused(v1('POST', 'vpcs', { vpc: { cidr } }), 400, 'VPC.0101'), 'body: vpc.cidr');
    }
    const others = {
      tags: ['a*b'],
      enterprise_project_id: randomUUID(),
      block_service_endpoint_states: 'on',
    };
    for (const [field, value] of Object.entries(others)) {
      const body = { vpc: { cidr: '10.0.0.0/16', [field]: value } };
      assert.equal(await refused(v1('POST', 'vpcs', body), 400, 'WKS.0001'), `body: vpc.${field}`);
    }
    assert.deepEqual(await done(v1('GET', 'vpcs')), untouched);
  });

  it('contain their subnets, and stay while they have one', async () => {
    const vpc = await makeVpc();
    const subnet = await makeSubnet(vpc);
    const smaller = { vpc: { name: 'renamed', cidr: '192.168.0.0/24' } };
    assert.equal(await refused(v1('PUT', `vpcs/${vpc}`, smaller), 400, 'VPC.0117'), 'body: vpc.cidr');
    assert.equal((await done(v1('GET', `vpcs/${vpc}`))).vpc.name, 'blue');
    await refused(v1('DELETE', `vpcs/${vpc}`), 409, 'VPC.0104');
    await done(v1('PUT', `vpcs/${vpc}`, { vpc: { cidr: '192.168.0.0/23' } }));
    await done(v1('DELETE', `vpcs/${vpc}/subnets/${subnet}`), 204);
    await done(v1('DELETE', `vpcs/${vpc}`), 204);
  });

  it('that came with the project stay, with their subnets and groups', async () => {
    const opened = (await done(service.call('GET', '/workspaces'))).vpc_id;
    const [subnet] = (await done(v1('GET', `subnets?vpc_id=${opened}`))).subnets;
    await refused(v1('DELETE', `vpcs/${opened}/subnets/${subnet.id}`), 409, 'DPL.0409');
    await refused(v1('DELETE', `vpcs/${opened}`), 409, 'DPL.0409');
    for (const { id } of (await done(v1('GET', 'security-groups'))).security_groups) {
      await refused(v1('DELETE', `security-groups/${id}`), 409, 'DPL.0409');
    }
    const renamed = (await done(v1('PUT', `vpcs/${opened}`, { vpc: { name: 'ours' } }))).vpc;
    assert.equal(renamed.name, 'ours');
  });

  it('are as many as the quota says, exactly, however many calls come at once', async () => {
    const there = (await done(v1('GET', 'vpcs'))).vpcs.length;
    const more = networkQuotas.vpcs - there;
    await service.database.pool.query(
      `insert into vpcs (id, project_id, name, cidr)
       select gen_random_uuid(), $1, 'many', '10.9.0.0/16' from generate_series(1, $2)`,
      [service.credentials.project_id, more - 1],
    );
    const calls = [1, 2, 3].map(() => v1('POST', 'vpcs', { vpc: { cidr: '10.0.0.0/16' } }));
    const answers = await Promise.all(calls);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((one, other) => one - other),
      [200, 409, 409],
    );
    assert.ok(answers.every(({ status, body }) => status === 200 || body.error_code === 'VPC.0114'));
    await service.database.pool.query(
      `delete from vpcs where project_id = $1 and cidr in ('10.9.0.0/16', '10.0.0.0/16')`,
      [service.credentials.project_id],
    );
  });
});

describe('subnets', () => {
  it('are created, shown, changed and deleted, and then are not there', async () => {
    const vpc = await makeVpc();
    const wanted = subnetOf(vpc, {
      dhcp_enable: true,
      primary_dns: '9.9.9.9',
      secondary_dns: '149.112.112.112',
    });
    const { subnet } = await done(v1('POST', 'subnets', wanted));
    assert.deepEqual(
      [subnet.status, subnet.cidr, subnet.gateway_ip, subnet.dnsList, subnet.dhcp_enable, subnet.cidr_v6],
      ['ACTIVE', '192.168.1.0/24', '192.168.1.1', ['9.9.9.9', '149.112.112.112'], true, ''],
    );
    assert.equal(subnet.available_ip_address_count, 253);
    assert.deepEqual((await done(v1('GET', `subnets/${subnet.id}`))).subnet, subnet);
    const path = `vpcs/${vpc}/subnets/${subnet.id}`;
    const changes = { name: 'red-1', description: 'team', secondary_dns: '', ipv6_enable: true };
    const answer = await done(v1('PUT', path, { subnet: changes }));
    assert.deepEqual(answer, { subnet: { id: subnet.id, status: 'ACTIVE' } });
    const changed = (await done(v1('GET', `subnets/${subnet.id}`))).subnet;
    assert.deepEqual([changed.name, changed.description, changed.dnsList], ['red-1', 'team', ['9.9.9.9']]);
    assert.match(changed.cidr_v6, /^fd[0-9a-f:]+\/64$/);
    assert.equal(changed.gateway_ip_v6, changed.cidr_v6.replace('::/64', '::1'));
    await refused(v1('PUT', path, { subnet: { ipv6_enable: false } }), 409, 'DPL.0409');
    await done(v1('DELETE', path), 204);
    await refused(v1('GET', `subnets/${subnet.id}`), 404, 'DPL.0404');
    await refused(v1('DELETE', path), 404, 'DPL.0404');
    await done(v1('DELETE', `vpcs/${vpc}`), 204);
  });

  it('lie within their VPC, apart from others, with a gateway of their own', async () => {
    const vpc = await makeVpc();
    const subnet = await makeSubnet(vpc);
    const other = await makeVpc();
    const cases: readonly [object, string, string][] = [
      [{ cidr: '192.168.1.128/25', gateway_ip: '192.168.1.129' }, 'VPC.0204', 'cidr'],
      [{ cidr: '192.168.0.0/20', gateway_ip: '192.168.0.1' }, 'VPC.0204', 'cidr'],
      [{ cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1' }, 'VPC.0203', 'cidr'],
      [{ cidr: '192.168.2.0/29', gateway_ip: '192.168.2.1' }, 'VPC.0212', 'cidr'],
      [{ cidr: '192.168.2.1/24', gateway_ip: '192.168.2.1' }, 'VPC.0212', 'cidr'],
      [{ cidr: '192.168.2.0/24', gateway_ip: '192.168.3.1' }, 'VPC.0201', 'gateway_ip'],
      [{ cidr: '192.168.2.0/24', gateway_ip: '192.168.2.0' }, 'VPC.0201', 'gateway_ip'],
      [{ cidr: '192.168.2.0/24', gateway_ip: '192.168.2.255' }, 'VPC.0201', 'gateway_ip'],
      [{ cidr: '192.168.2.0/24', gateway_ip: 'x' }, 'VPC.0201', 'gateway_ip'],
    ];
    for (const [differs, code, field] of cases) {
      const called = v1('POST', 'subnets', subnetOf(vpc, differs));
      assert.equal(await refused(called, 400, code), `body: subnet.${field}`, JSON.stringify(differs));
    }
    const free = { cidr: '192.168.2.0/24', gateway_ip: '192.168.2.1' };
    const wrongServers = [
      { dnsList: ['x'] },
      { dnsList: ['fe80::1%eth0'] },
      { dnsList: ['9.9.9.9', '9.9.9.9'] },
    ];
    const oneByOne: readonly [object, string][] = [
      [{ primary_dns: 'x' }, 'primary_dns'],
      [{ primary_dns: '9.9.9.9', secondary_dns: 'x' }, 'secondary_dns'],
      [{ primary_dns: '9.9.9.9', secondary_dns: '9.9.9.9' }, 'secondary_dns'],
    ];
    for (const [more, field] of oneByOne) {
      const called = v1('POST', 'subnets', subnetOf(vpc, { ...free, ...more }));
      assert.equal(await refused(called, 400, 'VPC.0201'), `body: subnet.${field}`);
    }
    for (const more of [...wrongServers, { dnsList: ['9.9.9.9'], primary_dns: '1.1.1.1' }])
      await refused(v1('POST', 'subnets', subnetOf(vpc, { ...free, ...more })), 400, 'VPC.0201');
    for (const more of [{ dhcp_enable: false }, { availability_zone: 'zone-1' }, { tags: ['a*b'] }])
      await refused(v1('POST', 'subnets', subnetOf(vpc, { ...free, ...more })), 400, 'WKS.0001');
    await refused(v1('POST', 'subnets', subnetOf(randomUUID(), free)), 404, 'DPL.0404');
    // Another VPC may have the same addresses.
    const twin = await makeSubnet(other);
    await refused(v1('DELETE', `vpcs/${other}/subnets/${subnet}`), 400, 'VPC.0207');
    await refused(v1('PUT', `vpcs/${other}/subnets/${subnet}`, { subnet: {} }), 400, 'VPC.0207');
    assert.equal((await done(v1('GET', `subnets?vpc_id=${vpc}`))).subnets.length, 1);
    await done(v1('DELETE', `vpcs/${vpc}/subnets/${subnet}`), 204);
    await done(v1('DELETE', `vpcs/${other}/subnets/${twin}`), 204);
  });

  it('take desktops, stay while they have one, and go once its address was seen free', async () => {
    const vpc = await makeVpc();
    const subnet = await makeSubnet(vpc);
    const group = (await done(v3('POST', 'security-groups', { security_group: { name: 'red' } }), 201))
      .security_group.id;
    const [desktop] = await createDesktops(service, {
      vpc_id: vpc,
      nics: [{ subnet_id: subnet }],
      security_groups: [{ id: group }],
    });
    const { ports } = await done(v1('GET', `ports?network_id=${subnet}`));
    assert.deepEqual(
      ports.map(({ fixed_ips, security_groups }: { fixed_ips: object; security_groups: object }) => [
        fixed_ips,
        security_groups,
      ]),
      [[[{ subnet_id: subnet, ip_address: '192.168.1.2' }], [group]]],
    );
    const path = `vpcs/${vpc}/subnets/${subnet}`;
    await refused(v1('DELETE', path), 409, 'VPC.0209');
    await refused(v1('PUT', path, { subnet: { name: 'x', ipv6_enable: true } }), 409, 'DPL.0409');
    assert.equal((await done(v1('GET', `subnets/${subnet}`))).subnet.name, 'blue-1');
    await refused(v1('DELETE', `security-groups/${group}`), 409, 'DPL.0409');
    await refused(v3('DELETE', `security-groups/${group}`), 409, 'DPL.0409');
    await done(service.call('DELETE', `/desktops/${desktop}`), 204);
    await showUntilGone(service, desktop);
    await done(v1('DELETE', path), 204);
    await done(v1('DELETE', `security-groups/${group}`), 204);
    await done(v1('DELETE', `vpcs/${vpc}`), 204);
    // What is gone stays on record, whatever it was in.
    await done(service.call('GET', `/deletions/${desktop}`));
  });
});

describe('S16: networks of another project', () => {
  it('look like missing ones to every call that changes something', async () => {
    const { rows } = await service.database.pool.query<{ id: string }>(
      `with account as (insert into domains (id, name) values (replace(gen_random_uuid()::text, '-', ''), 'theirs') returning id),
       project as (insert into projects (id, domain_id, name)
         select replace(gen_random_uuid()::text, '-', ''), id, 'theirs' from account returning id)
       insert into vpcs (id, project_id, name, cidr) select gen_random_uuid(), id, 'theirs', '10.0.0.0/16' from project
       returning id`,
    );
    const [theirs] = rows;
    for (const id of [theirs?.id ?? '', randomUUID(), 'no-id', encodeURIComponent("'; --")]) {
      await refused(v1('DELETE', `vpcs/${id}`), 404, 'DPL.0404');
      await refused(v1('PUT', `vpcs/${id}`, { vpc: { name: 'ours' } }), 404, 'DPL.0404');
      await refused(v1('POST', 'subnets', subnetOf(decodeURIComponent(id))), 404, 'DPL.0404');
    }
  });
});
