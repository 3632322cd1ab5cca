import { Type } from 'typebox';
import { AnyId } from '../../http/schemas/ids.js';
import { oneLineText } from '../../http/schemas/text.js';
import { oneOf } from '../../http/schemas/values.js';
import { mostNameServers } from './nameServers.js';

const Name = oneLineText(64, { minLength: 1 });
const Description = Type.Optional(oneLineText(255));
const Range = Type.String({ maxLength: 64 });
const Address = Type.String({ maxLength: 64 });
const EnterpriseProject = Type.Optional(Type.String({ maxLength: 36 }));
const Tags = Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 20 }));

export const NewVpc = Type.Object({
  vpc: Type.Object({
    name: Type.Optional(oneLineText(64)),
    description: Description,
    cidr: Range,
    enterprise_project_id: EnterpriseProject,
    tags: Tags,
    block_service_endpoint_states: Type.Optional(Type.String({ maxLength: 255 })),
    enable_network_address_usage_metrics: Type.Optional(Type.Boolean()),
  }),
});

export const VpcChanges = Type.Object({
  vpc: Type.Object({
    name: Type.Optional(oneLineText(64)),
    description: Description,
    cidr: Type.Optional(Range),
    routes: Type.Optional(Type.Array(Type.Object({}), { maxItems: 200 })),
    enable_shared_snat: Type.Optional(Type.Boolean()),
  }),
});

const subnetSettings = {
  description: Description,
  dhcp_enable: Type.Optional(Type.Boolean()),
  ipv6_enable: Type.Optional(Type.Boolean()),
  primary_dns: Type.Optional(Address),
  secondary_dns: Type.Optional(Address),
  dnsList: Type.Optional(Type.Array(Address, { maxItems: mostNameServers })),
  extra_dhcp_opts: Type.Optional(
    Type.Array(
      Type.Object({
        opt_name: oneOf(['ntp', 'addresstime']),
        opt_value: Type.Optional(Type.String({ maxLength: 255 })),
      }),
      { maxItems: 10 },
    ),
  ),
};

export const NewSubnetBody = Type.Object({
  subnet: Type.Object({
    name: Name,
    vpc_id: AnyId,
    cidr: Range,
    gateway_ip: Address,
    ...subnetSettings,
    availability_zone: Type.Optional(Type.String({ maxLength: 255 })),
    scope: Type.Optional(Type.String({ maxLength: 255 })),
    tags: Tags,
    enable_network_address_usage_metrics: Type.Optional(Type.Boolean()),
  }),
});

export const SubnetChangesBody = Type.Object({
  subnet: Type.Object({ name: Type.Optional(Name), ...subnetSettings }),
});

/** What a change of a subnet answers. */
export const ChangedSubnet = Type.Object({ id: Type.String(), status: Type.String() });

const groupFields = {
  name: Name,
  description: Description,
  enterprise_project_id: EnterpriseProject,
};

export const NewSecurityGroup = Type.Object({
  security_group: Type.Object({ ...groupFields, vpc_id: Type.Optional(Type.String({ maxLength: 255 })) }),
});

const DryRun = Type.Optional(Type.Boolean());

export const NewSecurityGroupV3 = Type.Object({
  dry_run: DryRun,
  security_group: Type.Object({
    ...groupFields,
    tags: Type.Optional(
      Type.Array(
        Type.Object({ key: Type.String({ maxLength: 36 }), value: Type.String({ maxLength: 43 }) }),
        {
          maxItems: 20,
        },
      ),
    ),
  }),
});

export const SecurityGroupChanges = Type.Object({
  dry_run: DryRun,
  security_group: Type.Object({ name: Type.Optional(Name), description: Description }),
});

const ruleFields = {
  security_group_id: AnyId,
  direction: oneOf(['ingress', 'egress']),
  description: Description,
  ethertype: Type.Optional(Type.String({ maxLength: 16 })),
  protocol: Type.Optional(Type.String({ maxLength: 16 })),
  remote_ip_prefix: Type.Optional(Range),
  remote_group_id: Type.Optional(Type.String({ maxLength: 255 })),
  remote_address_group_id: Type.Optional(Type.String({ maxLength: 255 })),
};
const Port = Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 }));

export const NewRule = Type.Object({
  security_group_rule: Type.Object({ ...ruleFields, port_range_min: Port, port_range_max: Port }),
});

export const NewRuleV3 = Type.Object({
  dry_run: DryRun,
  security_group_rule: Type.Object({
    ...ruleFields,
    multiport: Type.Optional(Type.String({ maxLength: 255 })),
    action: Type.Optional(Type.String({ maxLength: 16 })),
    priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    enabled: Type.Optional(Type.Boolean()),
  }),
});
