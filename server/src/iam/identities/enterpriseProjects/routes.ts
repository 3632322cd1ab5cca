import { type Static, Type } from 'typebox';
import { requireFound } from '../../../errors/requireFound.js';
import { flat } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import {
  createEnterpriseProject,
  type EnterpriseProject,
  type EnterpriseProjectParts,
  findEnterpriseProject,
  listEnterpriseProjects,
  updateEnterpriseProject,
} from './enterpriseProjects.js';
import {
  ActionBody,
  EnterpriseProjectBody,
  EnterpriseProjectChangesBody,
  EnterpriseProjectList,
  EnterpriseProjectPath,
  EnterpriseProjectQuery,
  NewEnterpriseProjectBody,
} from './schemas.js';

const OneProject = Type.Object({ enterprise_project: EnterpriseProjectBody });

/** Enterprise projects of the caller's account. Another account's look like missing ones (S16). */
export function addEnterpriseProjectRoutes(app: Server, parts: EnterpriseProjectParts): void {
  app.get(
    '/v1.0/enterprise-projects',
    flat('ListEnterpriseProject', "The enterprise projects of the caller's account.", {
      query: EnterpriseProjectQuery,
      answers: { 200: EnterpriseProjectList },
    }),
    async (request) => {
      const all = await listEnterpriseProjects(parts.database, callerOf(request).domainId);
      const fitting = sorted(
        all.filter((project) => fits(project, request.query)),
        request.query,
      );
      const { offset, limit } = request.query;
      return {
        enterprise_projects: fitting.slice(offset, offset + limit).map(present),
        total_count: fitting.length,
      };
    },
  );

  app.get(
    '/v1.0/enterprise-projects/:enterprise_project_id',
    flat('ShowEnterpriseProject', 'One enterprise project.', {
      path: EnterpriseProjectPath,
      answers: { 200: OneProject },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const id = request.params.enterprise_project_id;
      const found = requireFound(
        await findEnterpriseProject(parts.database, domainId, id),
        'enterprise project',
      );
      return { enterprise_project: present(found) };
    },
  );

  app.post(
    '/v1.0/enterprise-projects',
    flat('CreateEnterpriseProject', "Add an enterprise project to the caller's account.", {
      body: NewEnterpriseProjectBody,
      answers: { 201: OneProject },
    }),
    async (request, reply) => {
      const made = await createEnterpriseProject(parts, callerOf(request).domainId, request.body);
      reply.code(201);
      return { enterprise_project: present(made) };
    },
  );

  app.put(
    '/v1.0/enterprise-projects/:enterprise_project_id',
    flat('UpdateEnterpriseProject', 'Change name or description of an enterprise project.', {
      path: EnterpriseProjectPath,
      body: EnterpriseProjectChangesBody,
      answers: { 200: OneProject },
    }),
    async (request) => {
      const { name, description, type } = request.body;
      const id = request.params.enterprise_project_id;
      const { domainId } = callerOf(request);
      const changed = await updateEnterpriseProject(parts, domainId, id, { name, description, type });
      return { enterprise_project: present(changed) };
    },
  );

  app.post(
    '/v1.0/enterprise-projects/:enterprise_project_id/action',
    flat('EnableEnterpriseProject', 'Enable or disable an enterprise project.', {
      path: EnterpriseProjectPath,
      body: ActionBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const enabled = request.body.action === 'enable';
      const { domainId } = callerOf(request);
      await updateEnterpriseProject(parts, domainId, request.params.enterprise_project_id, { enabled });
      return noContent(reply);
    },
  );
}

function fits(project: EnterpriseProject, query: Static<typeof EnterpriseProjectQuery>): boolean {
  const { id, name, status, type } = query;
  return (
    (id === undefined || project.id === id) &&
    (name === undefined || project.name.toLowerCase().includes(name.toLowerCase())) &&
    (status === undefined || status === 0 || statusOf(project) === status) &&
    (type === undefined || project.type === type)
  );
}

/** As they are, unless an order is asked for; of those alike the order stays. */
function sorted(
  projects: readonly EnterpriseProject[],
  { sort_key: key, sort_dir: direction }: Static<typeof EnterpriseProjectQuery>,
): readonly EnterpriseProject[] {
  if (key === undefined && direction === undefined) return projects;
  const sign = direction === 'desc' ? -1 : 1;
  const time = (project: EnterpriseProject): number => project[key ?? 'created_at'].getTime();
  return projects.toSorted((one, other) => sign * (time(one) - time(other)));
}

const statusOf = (project: EnterpriseProject): number => (project.enabled ? 1 : 2);

function present(project: EnterpriseProject): Static<typeof EnterpriseProjectBody> {
  const { id, name, description, type, created_at, updated_at } = project;
  return {
    id,
    name,
    description,
    type,
    status: statusOf(project),
    delete_flag: false,
    created_at: toSeconds(created_at),
    updated_at: toSeconds(updated_at),
  };
}

/** `2018-05-18T06:49:06Z`. */
const toSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
