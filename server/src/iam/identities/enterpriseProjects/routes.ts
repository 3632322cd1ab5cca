import { type Static, Type } from 'typebox';
import { ApiError } from '../../../errors/errors.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent, workspaceErrors } from '../../../http/schemas/common.js';
import type { Server } from '../../../http/server.js';
import { declareFlat } from '../declareIdentity.js';
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

const tags = ['EPS'];
const OneProject = Type.Object({ enterprise_project: EnterpriseProjectBody });

/** Enterprise projects of the caller's account. Another account's look like missing ones (S16). */
export function addEnterpriseProjectRoutes(app: Server, parts: EnterpriseProjectParts): void {
  app.get(
    '/v1.0/enterprise-projects',
    {
      config: declareFlat('ListEnterpriseProject'),
      schema: {
        summary: "The enterprise projects of the caller's account.",
        tags,
        querystring: EnterpriseProjectQuery,
        response: { 200: EnterpriseProjectList, ...workspaceErrors },
      },
    },
    async (request) => {
      const all = await listEnterpriseProjects(parts.database, callerOf(request).domainId);
      const fitting = all.filter((project) => fits(project, request.query));
      const { offset, limit } = request.query;
      return {
        enterprise_projects: fitting.slice(offset, offset + limit).map(present),
        total_count: fitting.length,
      };
    },
  );

  app.get(
    '/v1.0/enterprise-projects/:enterprise_project_id',
    {
      config: declareFlat('ShowEnterpriseProject'),
      schema: {
        summary: 'One enterprise project.',
        tags,
        params: EnterpriseProjectPath,
        response: { 200: OneProject, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const id = request.params.enterprise_project_id;
      const found = await findEnterpriseProject(parts.database, domainId, id);
      if (found === undefined) throw new ApiError('DPL.0404', ['enterprise project']);
      return { enterprise_project: present(found) };
    },
  );

  app.post(
    '/v1.0/enterprise-projects',
    {
      config: declareFlat('CreateEnterpriseProject'),
      schema: {
        summary: "Add an enterprise project to the caller's account.",
        tags,
        body: NewEnterpriseProjectBody,
        response: { 201: OneProject, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const made = await createEnterpriseProject(parts, callerOf(request).domainId, request.body);
      reply.code(201);
      return { enterprise_project: present(made) };
    },
  );

  app.put(
    '/v1.0/enterprise-projects/:enterprise_project_id',
    {
      config: declareFlat('UpdateEnterpriseProject'),
      schema: {
        summary: 'Change name or description of an enterprise project.',
        tags,
        params: EnterpriseProjectPath,
        body: EnterpriseProjectChangesBody,
        response: { 200: OneProject, ...workspaceErrors },
      },
    },
    async (request) => {
      const { name, description } = request.body;
      const id = request.params.enterprise_project_id;
      const { domainId } = callerOf(request);
      const changed = await updateEnterpriseProject(parts, domainId, id, { name, description });
      return { enterprise_project: present(changed) };
    },
  );

  app.post(
    '/v1.0/enterprise-projects/:enterprise_project_id/action',
    {
      config: declareFlat('EnableEnterpriseProject'),
      schema: {
        summary: 'Enable or disable an enterprise project.',
        tags,
        params: EnterpriseProjectPath,
        body: ActionBody,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
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
