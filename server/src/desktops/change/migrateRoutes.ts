import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { flat } from '../../http/declare.js';
import { callerOf, noContent } from '../../http/request.js';
import { NoContent, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { EnterpriseProjectPath } from '../../iam/identities/enterpriseProjects/schemas.js';
import { desktopResourceType } from '../read/enterpriseResources.js';
import { migrateDesktop } from './migrateDesktop.js';

const MigrateBody = Type.Object({
  resource_type: oneOf([desktopResourceType]),
  resource_id: Type.String({ maxLength: 255 }),
  project_id: Type.Optional(Type.String({ maxLength: 255 })),
  region_id: Type.Optional(Type.String({ maxLength: 255 })),
  associated: Type.Optional(Type.Boolean()),
});

/** Desktops from one enterprise project to another. */
export function addMigrateRoutes(
  app: Server,
  { database, region }: { readonly database: Database; readonly region: string },
): void {
  app.post(
    '/v1.0/enterprise-projects/:enterprise_project_id/resources-migrate',
    flat('MigrateResource', 'Move a desktop into this enterprise project', {
      description:
        'Its disks and ports go with it, with or without `associated`. Policies with a condition on the enterprise project ask for the ' +
        'new one at once.',
      path: EnterpriseProjectPath,
      body: MigrateBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { resource_id, project_id, region_id = '' } = request.body;
      if (region_id !== '' && region_id !== region) throw otherRegion(region);
      await migrateDesktop(database, callerOf(request), {
        desktopId: resource_id,
        projectId: project_id === '' ? undefined : project_id,
        enterpriseProjectId: request.params.enterprise_project_id,
      });
      return noContent(reply);
    },
  );
}

const otherRegion = (region: string): ApiError =>
  new ApiError(
    'WKS.0001',
    [{ en: `region_id must be ${region}`, zh: `region_id必须为${region}` }],
    'body: region_id',
  );
