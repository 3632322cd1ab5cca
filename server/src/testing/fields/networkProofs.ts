import type { TestService } from '../startTestService.js';
import { callAndLook, type FieldProof, type OperationProofs } from './fieldProof.js';
import { bySameId, change, creation, fresh } from './madeThings.js';

const foreign = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const yes = { elsewhere: 'its fields' } as const;

/** The proofs of calls about networks, subnets, security groups and their rules. */
export function networkProofs(place: {
  readonly projectId: string;
  readonly enterpriseProjectId: string;
}): Readonly<Record<string, OperationProofs>> {
  const v1 = `//v1/${place.projectId}`;
  const v3 = `//v3/${place.projectId}/vpc`;
  let number = 0;
  /** A range that no other network here has. */
  const range = (): string => {
    number += 1;
    return `10.${number}.0.0`;
  };
  const makeVpc = async (service: TestService, cidr = `${range()}/16`): Promise<string> =>
    (await service.call('POST', `${v1}/vpcs`, { vpc: { name: fresh('v'), cidr } })).body.vpc.id;
  const newSubnet = async (service: TestService): Promise<object> => {
    const network = range();
    const gateway_ip = network.replace(/0$/, '1');
    const vpc_id = await makeVpc(service, `${network}/16`);
    return { name: fresh('s'), vpc_id, cidr: `${network}/24`, gateway_ip };
  };
  const makeGroup = async (service: TestService): Promise<string> =>
    (await service.call('POST', `${v1}/security-groups`, { security_group: { name: fresh('g') } })).body
      .security_group.id;

  const vpcFields: Readonly<Record<string, FieldProof>> = {
    vpc: yes,
    'vpc.name': { send: 'field-vpc', shown: 'vpc.name' },
    'vpc.description': { send: 'blue', shown: 'vpc.description' },
  };
  const subnetFields: Readonly<Record<string, FieldProof>> = {
    subnet: yes,
    'subnet.name': { send: 'field-subnet', shown: 'subnet.name' },
    'subnet.description': { send: 'blue', shown: 'subnet.description' },
    'subnet.dhcp_enable': { send: false, refused: /dhcp_enable/ },
    'subnet.ipv6_enable': { send: true, shown: 'subnet.ipv6_enable' },
    'subnet.primary_dns': { send: '9.9.9.9', shown: 'subnet.primary_dns' },
    'subnet.secondary_dns': {
      send: '9.9.9.10',
      shown: 'subnet.secondary_dns',
      with: { subnet: { primary_dns: '9.9.9.9' } },
    },
    'subnet.dnsList': { send: ['9.9.9.9', '9.9.9.10'], shown: 'subnet.dnsList' },
    'subnet.extra_dhcp_opts': yes,
    'subnet.extra_dhcp_opts[].opt_name': { send: 'ntp', refused: /extra_dhcp_opts/ },
    'subnet.extra_dhcp_opts[].opt_value': {
      send: '10.0.0.1',
      refused: /extra_dhcp_opts/,
      with: { subnet: { extra_dhcp_opts: [{ opt_name: 'ntp' }] } },
    },
  };
  const groupFields: Readonly<Record<string, FieldProof>> = {
    security_group: yes,
    'security_group.name': { send: 'field-group', shown: 'security_group.name' },
    'security_group.description': { send: 'blue', shown: 'security_group.description' },
  };
  const dryRun: FieldProof = { elsewhere: 'network/change/securityGroupChanges.test.ts' };
  const ruleFields: Readonly<Record<string, FieldProof>> = {
    security_group_rule: yes,
    'security_group_rule.security_group_id': { send: foreign, refused: /security.group/i },
    'security_group_rule.direction': {
      send: 'egress',
      shown: 'security_group_rule.direction',
      with: { security_group_rule: { remote_ip_prefix: '10.8.0.0/16' } },
    },
    'security_group_rule.description': { send: 'blue', shown: 'security_group_rule.description' },
    'security_group_rule.ethertype': { send: 'IPv6', shown: 'security_group_rule.ethertype' },
    'security_group_rule.protocol': { send: 'tcp', shown: 'security_group_rule.protocol' },
    'security_group_rule.remote_ip_prefix': {
      send: '10.9.0.0/16',
      shown: 'security_group_rule.remote_ip_prefix',
    },
    'security_group_rule.remote_group_id': { send: foreign, refused: /security group/ },
    'security_group_rule.remote_address_group_id': { send: foreign, refused: /remote_address_group_id/ },
  };
  const tcp = { security_group_rule: { protocol: 'tcp' } };
  const makeRule =
    (path: string): OperationProofs['call'] =>
    async (service, further) => {
      const rule = { security_group_id: await makeGroup(service), direction: 'ingress' };
      const bodies = { minimal: { security_group_rule: rule }, further };
      return callAndLook(service, 'POST', path, bodies, (answer) =>
        bySameId(path, 'security_group_rule')(service, answer),
      );
    };
  return {
    CreateVpc: {
      call: creation(
        `${v1}/vpcs`,
        () => ({ vpc: { name: fresh('v'), cidr: `${range()}/16` } }),
        bySameId(`${v1}/vpcs`, 'vpc'),
      ),
      fields: {
        ...vpcFields,
        'vpc.cidr': { send: '10.240.0.0/16', shown: 'vpc.cidr' },
        'vpc.enterprise_project_id': {
          send: place.enterpriseProjectId,
          refused: /enterprise_project_id/,
        },
        'vpc.tags': { send: ['team*blue'], refused: /tags/ },
        'vpc.block_service_endpoint_states': { send: 'on', refused: /block_service_endpoint_states/ },
        'vpc.enable_network_address_usage_metrics': {
          send: true,
          refused: /enable_network_address_usage_metrics/,
        },
      },
    },
    UpdateVpc: {
      call: change('PUT', async (service) => ({ path: `${v1}/vpcs/${await makeVpc(service)}` })),
      fields: {
        ...vpcFields,
        'vpc.cidr': { send: '10.241.0.0/16', shown: 'vpc.cidr' },
        'vpc.routes': { send: [{ destination: '0.0.0.0/0', nexthop: '10.0.0.1' }], refused: /routes/ },
        'vpc.enable_shared_snat': { send: true, refused: /enable_shared_snat/ },
      },
    },
    CreateSubnet: {
      call: async (service, further) =>
        callAndLook(
          service,
          'POST',
          `${v1}/subnets`,
          { minimal: { subnet: await newSubnet(service) }, further },
          (answer) => bySameId(`${v1}/subnets`, 'subnet')(service, answer),
        ),
      fields: {
        ...subnetFields,
        'subnet.vpc_id': { send: foreign, refused: /vpc/i },
        'subnet.cidr': { send: '172.31.0.0/24', refused: /cidr/ },
        'subnet.gateway_ip': { send: '172.31.0.1', refused: /gateway_ip/ },
        'subnet.availability_zone': { send: 'mars-1a', refused: /availability_zone/ },
        'subnet.scope': { send: 'center', refused: /scope/ },
        'subnet.tags': { send: ['team*blue'], refused: /tags/ },
        'subnet.enable_network_address_usage_metrics': {
          send: true,
          refused: /enable_network_address_usage_metrics/,
        },
      },
    },
    UpdateSubnet: {
      call: change('PUT', async (service) => {
        const { subnet } = (await service.call('POST', `${v1}/subnets`, { subnet: await newSubnet(service) }))
          .body;
        return {
          path: `${v1}/vpcs/${subnet.vpc_id}/subnets/${subnet.id}`,
          shownAt: `${v1}/subnets/${subnet.id}`,
          minimal: { subnet: { name: fresh('s') } },
        };
      }),
      fields: subnetFields,
    },
    CreateSecurityGroup: {
      call: creation(
        `${v1}/security-groups`,
        () => ({ security_group: { name: fresh('g') } }),
        bySameId(`${v1}/security-groups`, 'security_group'),
      ),
      fields: {
        ...groupFields,
        'security_group.enterprise_project_id': {
          send: place.enterpriseProjectId,
          refused: /enterprise_project_id/,
        },
        'security_group.vpc_id': { send: foreign, refused: /vpc_id/ },
      },
    },
    CreateSecurityGroupV3: {
      call: creation(
        `${v3}/security-groups`,
        () => ({ security_group: { name: fresh('g') } }),
        bySameId(`${v3}/security-groups`, 'security_group'),
      ),
      fields: {
        ...groupFields,
        dry_run: dryRun,
        'security_group.enterprise_project_id': {
          send: place.enterpriseProjectId,
          refused: /enterprise_project_id/,
        },
        'security_group.tags': yes,
        'security_group.tags[].key': {
          send: 'team',
          refused: /tags/,
          with: { security_group: { tags: [{ value: 'blue' }] } },
        },
        'security_group.tags[].value': {
          send: 'blue',
          refused: /tags/,
          with: { security_group: { tags: [{ key: 'team' }] } },
        },
      },
    },
    UpdateSecurityGroupV3: {
      call: change('PUT', async (service) => ({
        path: `${v3}/security-groups/${await makeGroup(service)}`,
        minimal: { security_group: {} },
      })),
      fields: { ...groupFields, dry_run: dryRun },
    },
    CreateSecurityGroupRule: {
      call: makeRule(`${v1}/security-group-rules`),
      fields: {
        ...ruleFields,
        'security_group_rule.port_range_min': {
          send: 80,
          shown: 'security_group_rule.port_range_min',
          with: { security_group_rule: { ...tcp.security_group_rule, port_range_max: 90 } },
        },
        'security_group_rule.port_range_max': {
          send: 90,
          shown: 'security_group_rule.port_range_max',
          with: { security_group_rule: { ...tcp.security_group_rule, port_range_min: 80 } },
        },
      },
    },
    CreateSecurityGroupRuleV3: {
      call: makeRule(`${v3}/security-group-rules`),
      fields: {
        ...ruleFields,
        dry_run: dryRun,
        'security_group_rule.multiport': {
          send: '80,443',
          shown: 'security_group_rule.multiport',
          with: tcp,
        },
        'security_group_rule.action': { send: 'deny', refused: /action/ },
        'security_group_rule.priority': { send: 7, shown: 'security_group_rule.priority' },
        'security_group_rule.enabled': { send: false, refused: /enabled/ },
      },
    },
  };
}
