import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { done, type NetworkCalls, networkCallsOf, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let v1: NetworkCalls['v1'];
let v3: NetworkCalls['v3'];

before(async () => {
  service = await startTestService();
  ({ v1, v3 } = networkCallsOf(service));
});
after(() => service.remove());

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
      [{ ...tcp, multiport: '0' }, 'multiport'],
      [{ ...tcp, multiport: '90-80' }, 'multiport'],
      [{ ...tcp, multiport: '65536' }, 'multiport'],
      [{ ...tcp, multiport: '22, 23' }, 'multiport'],
      [{ multiport: '22' }, 'multiport'],
      [{ protocol: 'icmp', multiport: '8' }, 'multiport'],
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
    const untouched = await done(v1('GET', `security-groups/${group}`));
    for (const [differs, field] of cases) {
      const rule = { security_group_id: group, direction: 'ingress', ...differs };
      const called = v3('POST', 'security-group-rules', { security_group_rule: rule });
      assert.equal(
        await refused(called, 400, 'WKS.0001'),
        `body: security_group_rule.${field}`,
        JSON.stringify(differs),
      );
    }
    const pairs: readonly [object, string][] = [
      [{ port_range_max: 22 }, 'port_range_min'],
      [{ port_range_min: 90, port_range_max: 80 }, 'port_range_min'],
      [{ protocol: 'icmp', port_range_min: 8, port_range_max: 8 }, 'port_range_min'],
    ];
    for (const [differs, field] of pairs) {
      const rule = { security_group_id: group, direction: 'ingress', ...tcp, ...differs };
      const called = v1('POST', 'security-group-rules', { security_group_rule: rule });
      assert.equal(await refused(called, 400, 'WKS.0001'), `body: security_group_rule.${field}`);
    }
    const half = { security_group_id: group, direction: 'ingress', protocol: 'tcp', port_range_min: 22 };
    const called = v1('POST', 'security-group-rules', { security_group_rule: half });
    assert.equal(await refused(called, 400, 'WKS.0001'), 'body: security_group_rule.port_range_max');
    const lost = { security_group_id: group, direction: 'ingress', remote_group_id: randomUUID() };
    await refused(v3('POST', 'security-group-rules', { security_group_rule: lost }), 404, 'DPL.0404');
    const nowhere = { security_group_id: 'no-id', direction: 'ingress' };
    await refused(v3('POST', 'security-group-rules', { security_group_rule: nowhere }), 404, 'DPL.0404');
    assert.deepEqual(await done(v1('GET', `security-groups/${group}`)), untouched);
  });

  it('have as many entries as an engine takes of five groups, each port counted', async () => {
    const group = (await done(v1('POST', 'security-groups', { security_group: { name: 'full' } })))
      .security_group.id;
    const ports = (first: number, count: number): object => ({
      security_group_rule: {
        security_group_id: group,
        direction: 'ingress',
        protocol: 'tcp',
        multiport: Array.from({ length: count }, (_, index) => first + index).join(','),
      },
    });
    for (const first of [1000, 2000]) await done(v3('POST', 'security-group-rules', ports(first, 20)), 201);
    await refused(v3('POST', 'security-group-rules', ports(3000, 7)), 409, 'DPL.4091');
    await done(v3('POST', 'security-group-rules', ports(3000, 6)), 201);
    await refused(v3('POST', 'security-group-rules', ports(4000, 1)), 409, 'DPL.4091');
    await done(v1('DELETE', `security-groups/${group}`), 204);
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
