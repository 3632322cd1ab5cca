import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { networkQuotas } from './networkQuotas.js';

let service: TestService;
let projectId: string;

before(async () => {
  service = await startTestService();
  projectId = service.credentials.project_id;
});
after(() => service.remove());

const v1 = (method: string, path: string, body?: object): Promise<TestAnswer> =>
  service.call(method, `//v1/${projectId}/${path}`, body);
const v3 = (method: string, path: string, body?: object): Promise<TestAnswer> =>
  service.call(method, `//v3/${projectId}/vpc/${path}`, body);

/** @returns its body */
async function done(called: Promise<TestAnswer>, status = 200): Promise<TestAnswer['body']> {
  const answer = await called;
  assert.equal(answer.status, status, answer.text);
  return answer.body;
}

/** @returns the field at fault */
async function refused(called: Promise<TestAnswer>, status: number, code: string): Promise<string> {
  const answer = await called;
  assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
  return answer.body.error_detail ?? '';
}

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
    const before = await done(v1('GET', 'vpcs'));
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
    assert.deepEqual(await done(v1('GET', 'vpcs')), before);
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
      [projectId, more - 1],
    );
    const calls = [1, 2, 3].map(() => v1('POST', 'vpcs', { vpc: { cidr: '10.0.0.0/16' } }));
    const answers = await Promise.all(calls);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409]);
    assert.ok(answers.every(({ status, body }) => status === 200 || body.error_code === 'VPC.0114'));
    await service.database.pool.query(
      `delete from vpcs where project_id = $1 and cidr in ('10.9.0.0/16', '10.0.0.0/16')`,
      [projectId],
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

describe('security groups', () => {
  it('are created with the rules of the network service, changed and deleted, in both versions', async () => {
    const made = (
      await done(v1('POST', 'security-groups', { security_group: { name: 'one', description: 'first' } }))
    ).security_group;
    const rules: { direction: string; ethertype: string; remote_group_id: string | null }[] =
      made.security_group_rules;
    assert.deepEqual(
      rules.map((rule) => [rule.direction, rule.ethertype, rule.remote_group_id]),
      [
        ['egress', 'IPv4', null],
        ['egress', 'IPv6', null],
        ['ingress', 'IPv4', made.id],
        ['ingress', 'IPv6', made.id],
      ],
    );
    const changed = await done(
      v3('PUT', `security-groups/${made.id}`, { security_group: { name: 'two', description: '' } }),
    );
    assert.deepEqual([changed.security_group.name, changed.security_group.description], ['two', '']);
    await refused(
      v3('POST', 'security-groups', { dry_run: true, security_group: { name: 'x' } }),
      400,
      'WKS.0001',
    );
    await done(v3('DELETE', `security-groups/${made.id}`), 204);
    await refused(v3('GET', `security-groups/${made.id}`), 404, 'DPL.0404');
    await refused(v3('DELETE', `security-groups/${made.id}`), 404, 'DPL.0404');
  });

  it('have rules, which are added, shown, listed and deleted in both versions', async () => {
    const group = (await done(v1('POST', 'security-groups', { security_group: { name: 'ruled' } })))
      .security_group.id;
    const common = { security_group_id: group, direction: 'ingress' };
    const one = (
      await done(
        v1('POST', 'security-group-rules', {
          security_group_rule: {
            ...common,
            protocol: 'tcp',
            port_range_min: 22,
            port_range_max: 22,
            remote_ip_prefix: '10.1.0.0/16',
          },
        }),
      )
    ).security_group_rule;
    assert.deepEqual([one.port_range_min, one.multiport, one.ethertype], [22, '22', 'IPv4']);
    const several = {
      ...common,
      ethertype: 'IPv6',
      protocol: 'udp',
      multiport: '53,8000-8080',
      priority: 7,
      action: 'allow',
      description: 'names',
    };
    const two = (await done(v3('POST', 'security-group-rules', { security_group_rule: several }), 201))
      .security_group_rule;
    assert.deepEqual(
      [two.multiport, two.priority, two.action, two.description, two.ethertype, two.remote_ip_prefix],
      ['53,8000-8080', 7, 'allow', 'names', 'IPv6', null],
    );
    assert.deepEqual((await done(v3('GET', `security-group-rules/${two.id}`))).security_group_rule, two);
    assert.deepEqual((await done(v1('GET', `security-group-rules/${one.id}`))).security_group_rule, one);
    const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id).toSorted();
    const query = `security-group-rules?security_group_id=${group}`;
    assert.equal((await done(v1('GET', query))).security_group_rules.length, 6);
    const listed = await done(v3('GET', `${query}&direction=ingress&limit=2`));
    const rest = await done(v3('GET', `${query}&direction=ingress&marker=${listed.page_info.next_marker}`));
    const all = [...listed.security_group_rules, ...rest.security_group_rules];
    assert.equal(all.length, 4);
    assert.ok([one.id, two.id].every((id) => ids(all).includes(id)));
    await refused(v3('POST', 'security-group-rules', { security_group_rule: several }), 409, 'DPL.0409');
    await done(v3('DELETE', `security-group-rules/${one.id}`), 204);
    await done(v1('DELETE', `security-group-rules/${two.id}`), 204);
    await refused(v1('GET', `security-group-rules/${two.id}`), 404, 'DPL.0404');
    await refused(v1('DELETE', `security-group-rules/${two.id}`), 404, 'DPL.0404');
    await done(v1('DELETE', `security-groups/${group}`), 204);
  });

  it('take no rule that says something wrong or something not offered, and nothing changes', async () => {
    const group = (await done(v1('POST', 'security-groups', { security_group: { name: 'strict' } })))
      .security_group.id;
    const tcp = { protocol: 'tcp' };
    const cases: readonly [object, string][] = [
      [{ ...tcp, multiport: '0' }, 'ports'],
      [{ ...tcp, multiport: '90-80' }, 'ports'],
      [{ ...tcp, multiport: '65536' }, 'ports'],
      [{ ...tcp, multiport: '22, 23' }, 'ports'],
      [{ multiport: '22' }, 'ports'],
      [{ protocol: 'icmp', multiport: '8' }, 'ports'],
      [{ protocol: 'icmpv6' }, 'protocol'],
      [{ protocol: 'icmp', ethertype: 'IPv6' }, 'protocol'],
      [{ protocol: 'sctp' }, 'protocol'],
      [{ ethertype: 'IPX' }, 'ethertype'],
      [{ action: 'deny' }, 'action'],
      [{ enabled: false }, 'enabled'],
      [{ remote_address_group_id: randomUUID() }, 'remote_address_group_id'],
      [{ remote_ip_prefix: '10.0.0.1/16' }, 'remote_ip_prefix'],
      [{ remote_ip_prefix: '10.0.0.1' }, 'remote_ip_prefix'],
      [{ remote_ip_prefix: '2001:db8::/32' }, 'remote_ip_prefix'],
      [{ ethertype: 'IPv6', remote_ip_prefix: '2001:db8::1/32' }, 'remote_ip_prefix'],
      [{ remote_ip_prefix: '10.0.0.0/16', remote_group_id: group }, 'remote_group_id'],
    ];
    const before = await done(v1('GET', `security-groups/${group}`));
    for (const [differs, field] of cases) {
      const rule = { security_group_id: group, direction: 'ingress', ...differs };
      const called = v3('POST', 'security-group-rules', { security_group_rule: rule });
      assert.equal(await refused(called, 400, 'WKS.0001'), `body: ${field}`, JSON.stringify(differs));
    }
    const half = { security_group_id: group, direction: 'ingress', protocol: 'tcp', port_range_min: 22 };
    const called = v1('POST', 'security-group-rules', { security_group_rule: half });
    assert.equal(await refused(called, 400, 'WKS.0001'), 'body: port_range_max');
    const lost = { security_group_id: group, direction: 'ingress', remote_group_id: randomUUID() };
    await refused(v3('POST', 'security-group-rules', { security_group_rule: lost }), 404, 'DPL.0404');
    const nowhere = { security_group_id: 'no-id', direction: 'ingress' };
    await refused(v3('POST', 'security-group-rules', { security_group_rule: nowhere }), 404, 'DPL.0404');
    assert.deepEqual(await done(v1('GET', `security-groups/${group}`)), before);
  });

  it('stay while rules of other groups name them', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map(
        async (name) =>
          (await done(v1('POST', 'security-groups', { security_group: { name } }))).security_group.id,
      ),
    );
    const rule = { security_group_id: one, direction: 'ingress', remote_group_id: two };
    const { id } = (await done(v1('POST', 'security-group-rules', { security_group_rule: rule })))
      .security_group_rule;
    await refused(v1('DELETE', `security-groups/${two}`), 409, 'DPL.0409');
    await done(v1('DELETE', `security-group-rules/${id}`), 204);
    await done(v1('DELETE', `security-groups/${two}`), 204);
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
    for (const id of [theirs?.id, randomUUID(), 'no-id', encodeURIComponent("'; --")]) {
      await refused(v1('DELETE', `vpcs/${id}`), 404, 'DPL.0404');
      await refused(v1('PUT', `vpcs/${id}`, { vpc: { name: 'ours' } }), 404, 'DPL.0404');
      await refused(v1('POST', 'subnets', subnetOf(decodeURIComponent(String(id)))), 404, 'DPL.0404');
    }
  });
});
