import { type Static, Type } from 'typebox';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { ChangedSubnet, NewSubnetBody, SubnetChangesBody } from './change/changeSchemas.js';
import { createSubnet, deleteSubnet, updateSubnet } from './change/changeSubnets.js';
import type { NetworkChangeParts } from './change/changeVpcs.js';
import { readNameServers } from './change/nameServers.js';
import { leaveOut, refuseUnoffered } from './change/networkRefusals.js';
import { presentSubnet } from './present.js';
import { Subnet, SubnetPath } from './schemas.js';

type NewFields = Static<typeof NewSubnetBody>['subnet'];

/** Subnets are created, changed and deleted: version 1 of the network service. */
export function addSubnetChangeRoutes(app: Server, parts: NetworkChangeParts): void {
  app.post(
    '/v1/:project_id/subnets',
    workspace('CreateSubnet', 'Create a subnet', {
      body: NewSubnetBody,
      answers: { 200: Type.Object({ subnet: Subnet }) },
    }),
    async (request) => {
      const { subnet } = request.body;
      refuseSettings(subnet);
      refuseUnofferedIn(subnet);
      const project = projectOf(request);
      const made = await createSubnet(parts, project, {
        vpcId: subnet.vpc_id,
        name: subnet.name,
        description: subnet.description,
        cidr: subnet.cidr,
        gateway: subnet.gateway_ip,
        dnsServers: readNameServers(subnet, []),
        ipv6: subnet.ipv6_enable,
      });
      return { subnet: presentSubnet(made, project) };
    },
  );

  app.put(
    '/v1/:project_id/vpcs/:vpc_id/subnets/:id',
    workspace('UpdateSubnet', 'Change a subnet', {
      description:
        'Name servers take effect for desktops that are created afterwards. IPv6 can be given to a subnet without desktops.',
      path: SubnetPath,
      body: SubnetChangesBody,
      answers: { 200: Type.Object({ subnet: ChangedSubnet }) },
    }),
    async (request) => {
      const { subnet } = request.body;
      refuseSettings(subnet);
      const { vpc_id: vpcId, id } = request.params;
      const changed = await updateSubnet(
        parts,
        projectOf(request),
        { vpcId, id },
        {
          name: subnet.name,
          description: subnet.description,
          dnsServers: (before) => readNameServers(subnet, before),
          ipv6: subnet.ipv6_enable,
        },
      );
      return { subnet: { id: changed.id, status: 'ACTIVE' } };
    },
  );

  app.delete(
    '/v1/:project_id/vpcs/:vpc_id/subnets/:id',
    workspace('DeleteSubnet', 'Delete a subnet', { path: SubnetPath, answers: { 204: NoContent } }),
    async (request, reply) => {
      const { vpc_id: vpcId, id } = request.params;
      await deleteSubnet(parts, projectOf(request), { vpcId, id });
      return noContent(reply);
    },
  );
}

function refuseSettings(subnet: Pick<NewFields, 'dhcp_enable' | 'extra_dhcp_opts'>): void {
  refuseUnoffered([
    {
      field: 'subnet.dhcp_enable',
      value: subnet.dhcp_enable === false ? 'false' : undefined,
      instead: { en: 'desktops are always given their addresses', zh: '桌面的地址总是自动分配' },
    },
    { field: 'subnet.extra_dhcp_opts', value: subnet.extra_dhcp_opts, instead: leaveOut },
  ]);
}

function refuseUnofferedIn(subnet: NewFields): void {
  refuseUnoffered([
    {
      field: 'subnet.availability_zone',
      value: subnet.availability_zone,
      instead: { en: 'a subnet serves all zones', zh: '子网服务于所有可用区' },
    },
    { field: 'subnet.scope', value: subnet.scope, instead: leaveOut },
    { field: 'subnet.tags', value: subnet.tags, instead: leaveOut },
    {
      field: 'subnet.enable_network_address_usage_metrics',
      value: subnet.enable_network_address_usage_metrics,
      instead: leaveOut,
    },
  ]);
}
