import { general, type Permission } from './permission.js';

/** Look-ups in the services beside Workspace that clients make. */
export const networkPermissions = {
  ListVpcs: general('list', 'vpc:vpcs:list'),
  ShowVpc: general('read', 'vpc:vpcs:get'),
  ListVpcSubnets: general('list', 'vpc:subnets:list'),
  ShowSubnet: general('read', 'vpc:subnets:get'),
  ListVpcPorts: general('list', 'vpc:ports:list'),
  ShowPort: general('read', 'vpc:ports:get'),
  ListVpcSecurityGroups: general('list', 'vpc:securityGroups:list'),
  ShowSecurityGroup: general('read', 'vpc:securityGroups:get'),
  ShowVpcV3: general('read', 'vpc:vpcs:get'),
  ListSecurityGroupsV3: general('list', 'vpc:securityGroups:list'),
  ShowSecurityGroupV3: general('read', 'vpc:securityGroups:get'),
  NovaListAvailabilityZones: general('list', 'ecs:availabilityZones:list'),
  ListCloudImages: general('list', 'ims:images:list'),
  ListEnterpriseProject: general('list', 'eps:enterpriseProjects:list'),
  CreateEnterpriseProject: general('write', 'eps:enterpriseProjects:create'),
  ShowEnterpriseProject: general('read', 'eps:enterpriseProjects:get'),
  UpdateEnterpriseProject: general('write', 'eps:enterpriseProjects:update'),
  ShowResourceBindEnterpriseProject: general('list', 'eps:resources:list'),
  EnableEnterpriseProject: general('write', 'eps:enterpriseProjects:enable'),
} as const satisfies Record<string, Permission>;
