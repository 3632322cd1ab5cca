import { type Static, Type } from 'typebox';
import { workspace } from '../http/declare.js';
import { noContent, projectOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { NewVpc, VpcChanges } from './change/changeSchemas.js';
import { createVpc, deleteVpc, type NetworkChangeParts, updateVpc } from './change/changeVpcs.js';
import { leaveOut, refuseUnoffered, requireDefaultEnterpriseProject } from './change/networkRefusals.js';
import { presentVpc } from './present.js';
import { ThingPath, Vpc } from './schemas.js';

const OneVpc = Type.Object({ vpc: Vpc });

/** VPCs are created, changed and deleted: version 1 of the network service. */
export function addVpcChangeRoutes(app: Server, parts: NetworkChangeParts): void {
  app.post(
    '/v1/:project_id/vpcs',
    workspace('CreateVpc', 'Create a VPC', { body: NewVpc, answers: { 200: OneVpc } }),
    async (request) => {
      const { vpc } = request.body;
      refuseUnofferedIn(vpc);
      const { name, description, cidr } = vpc;
      const project = projectOf(request);
      return { vpc: presentVpc(await createVpc(parts, project, { name, description, cidr }), project) };
    },
  );

  app.put(
    '/v1/:project_id/vpcs/:id',
    workspace('UpdateVpc', 'Change name, description or range of a VPC', {
      path: ThingPath,
      body: VpcChanges,
      answers: { 200: OneVpc },
    }),
    async (request) => {
      const { name, description, cidr, routes, enable_shared_snat: snat } = request.body.vpc;
      refuseUnoffered([
        { field: 'vpc.routes', value: routes, instead: leaveOut },
        { field: 'vpc.enable_shared_snat', value: snat, instead: leaveOut },
      ]);
      const project = projectOf(request);
      const changed = await updateVpc(parts, project, request.params.id, { name, description, cidr });
      return { vpc: presentVpc(changed, project) };
    },
  );

  app.delete(
    '/v1/:project_id/vpcs/:id',
    workspace('DeleteVpc', 'Delete a VPC', { path: ThingPath, answers: { 204: NoContent } }),
    async (request, reply) => {
      await deleteVpc(parts, projectOf(request), request.params.id);
      return noContent(reply);
    },
  );
}

function refuseUnofferedIn(vpc: Static<typeof NewVpc>['vpc']): void {
  requireDefaultEnterpriseProject('vpc.enterprise_project_id', vpc.enterprise_project_id);
  refuseUnoffered([
    { field: 'vpc.tags', value: vpc.tags, instead: leaveOut },
    {
      field: 'vpc.block_service_endpoint_states',
      value: vpc.block_service_endpoint_states,
      instead: leaveOut,
    },
    {
      field: 'vpc.enable_network_address_usage_metrics',
      value: vpc.enable_network_address_usage_metrics,
      instead: leaveOut,
    },
  ]);
}
