import type { SampleCall } from '../sampleCall.js';
import { type BlockWriter, change, data, removal, resource } from './blocks.js';
import { argumentsOf, fieldOf, listOf } from './hcl.js';

const user = 'workspace_user';
const userId = ({ pathValues }: SampleCall): readonly unknown[] => [pathValues['user_id']];

const userGroup = 'workspace_user_group';
const groupId = ({ pathValues }: SampleCall): readonly unknown[] => [pathValues['group_id']];
const groupFields = { group_name: 'name', platform_type: 'type', description: 'description' };

const userFields = {
  user_name: 'name',
  active_type: 'active_type',
  user_email: 'email',
  user_phone: 'phone',
  password: 'password',
  description: 'description',
  account_expires: 'account_expires',
  password_never_expired: 'password_never_expires',
  enable_change_password: 'enable_change_password',
  next_login_change_password: 'next_login_change_password',
  disabled: 'disabled',
};

/** Of desktop users, the service and what there is to choose from. */
export const otherBlocks: Readonly<Record<string, BlockWriter>> = {
  CreateDesktopUser: ({ body }) => resource(user, argumentsOf(body, userFields)),
  UpdateUserInfo: (call) => change(user, userId(call), argumentsOf(call.body, userFields)),
  DeleteUser: (call) => removal(user, userId(call)),
  BatchDeleteUser: ({ body }) => removal(user, listOf(fieldOf(body, 'user_ids'))),
  ChangeUserStatus: ({ pathValues, body }) =>
    resource('workspace_user_action', [
      ['user_id', pathValues['user_id']],
      ['op_type', fieldOf(body, 'op_type')],
    ]),
  ListUsers: ({ query }) =>
    data(
      'workspace_users',
      argumentsOf(query, {
        user_name: 'user_name',
        description: 'description',
        active_type: 'active_type',
        group_name: 'group_name',
        is_query_total_desktops: 'is_query_total_desktops',
        enterprise_project_id: 'enterprise_project_id',
      }),
    ),
  CreateUserGroup: ({ body }) => resource(userGroup, argumentsOf(body, groupFields)),
  UpdateUserGroup: (call) => change(userGroup, groupId(call), argumentsOf(call.body, groupFields)),
  DeleteUserGroup: (call) => removal(userGroup, groupId(call)),
  BatchDeleteUserGroups: ({ body }) => removal(userGroup, listOf(fieldOf(body, 'group_ids'))),
  ListWorkspaces: () => data('workspace_service'),
  ShowQuotas: () => data('workspace_quotas'),
  ListProducts: ({ query }) =>
    data(
      'workspace_flavors',
      argumentsOf(query, { os_type: 'os_type', availability_zone: 'availability_zone' }),
    ),
  ListAvailabilityZones: () => data('availability_zones'),
  NovaListAvailabilityZones: () => data('availability_zones'),
  ListCloudImages: ({ query }) => data('images_images', argumentsOf(query, { name: 'name' })),
  ListVpcs: ({ query }) => data('vpcs', argumentsOf(query, { id: 'id' })),
  ShowVpc: ({ pathValues }) => data('vpcs', argumentsOf(pathValues, { id: 'id' })),
  ShowVpcV3: ({ pathValues }) => data('vpcs', argumentsOf(pathValues, { id: 'id' })),
  ListSubnets: ({ query }) => data('vpc_subnets', argumentsOf(query, { vpc_id: 'vpc_id' })),
  ListVpcSubnets: ({ query }) => data('vpc_subnets', argumentsOf(query, { id: 'id', vpc_id: 'vpc_id' })),
  ShowSubnet: ({ pathValues }) => data('vpc_subnets', argumentsOf(pathValues, { id: 'id' })),
  ShowPort: ({ pathValues }) => data('networking_port', argumentsOf(pathValues, { id: 'port_id' })),
  ListSecurityGroups: () => data('networking_secgroups'),
  ListVpcSecurityGroups: ({ query }) =>
    data(
      'networking_secgroups',
      argumentsOf(query, { id: 'id', enterprise_project_id: 'enterprise_project_id' }),
    ),
  ListSecurityGroupsV3: ({ query }) => data('networking_secgroups', argumentsOf(query, { id: 'id' })),
  ShowSecurityGroup: ({ pathValues }) => data('networking_secgroups', argumentsOf(pathValues, { id: 'id' })),
  ShowSecurityGroupV3: ({ pathValues }) =>
    data('networking_secgroups', argumentsOf(pathValues, { id: 'id' })),
};
