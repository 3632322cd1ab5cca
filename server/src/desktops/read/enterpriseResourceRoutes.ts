import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import { requireFound } from '../../errors/requireFound.js';
import { flat } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import { maxOffset } from '../../http/schemas/paging.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { findEnterpriseProject } from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { EnterpriseProjectPath } from '../../iam/identities/enterpriseProjects/schemas.js';
import { desktopResourceType, listEnterpriseResources } from './enterpriseResources.js';

const Text = Type.String();
const maxResources = 1000;

const FilterBody = Type.Object({
  resource_types: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 }),
  projects: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: maxOffset })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: maxResources })),
  matches: Type.Optional(
    Type.Array(Type.Object({ key: oneOf(['resource_name']), value: Type.String({ maxLength: 255 }) }), {
      maxItems: 20,
    }),
  ),
});

const ResourceList = Type.Object({
  errors: Type.Array(
    Type.Object({ error_code: Text, error_msg: Text, project_id: Text, resource_type: Text }),
  ),
  resources: Type.Array(
    Type.Object({
      resource_id: Text,
      resource_name: Text,
      resource_type: Text,
      project_id: Text,
      project_name: Text,
      enterprise_project_id: Text,
      resource_detail: Type.Object({}),
    }),
  ),
  total_count: Type.Integer(),
});

/** What is in an enterprise project: desktops, of all that this service has. */
export function addEnterpriseResourceRoutes(
  app: Server,
  { database }: { readonly database: Database },
): void {
  app.post(
    '/v1.0/enterprise-projects/:enterprise_project_id/resources/filter',
    flat('ShowResourceBindEnterpriseProject', 'The desktops in an enterprise project', {
      path: EnterpriseProjectPath,
      body: FilterBody,
      answers: { 200: ResourceList },
    }),
    async (request) => {
      const { body } = request;
      const { domainId } = callerOf(request);
      const { id } = requireFound(
        await findEnterpriseProject(database, domainId, request.params.enterprise_project_id),
        'enterprise project',
      );
      if (!body.resource_types.includes(desktopResourceType))
        return { errors: [], resources: [], total_count: 0 };
      return inOneSnapshot(database, (snapshot) =>
        listEnterpriseResources(snapshot, domainId, {
          enterpriseProjectId: id,
          projects: body.projects,
          nameParts: (body.matches ?? []).map(({ value }) => value),
          offset: body.offset ?? 0,
          limit: body.limit ?? maxResources,
        }),
      );
    },
  );
}
