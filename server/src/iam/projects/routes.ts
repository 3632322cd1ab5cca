import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { callerOf } from '../../http/request.js';
import { keystoneErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { authorizeOnUser, declareIdentity } from '../identities/declareIdentity.js';
import { findUser } from '../identities/users/queries.js';
import { IdPath } from '../identities/users/schemas.js';
import { keystonePage, PageQuery } from '../keystonePage.js';
import { noControlCharacters } from '../keystoneTime.js';
import {
  createProject,
  findParent,
  findProject,
  listProjects,
  type Project,
  projectNameTaken,
  updateProject,
} from './queries.js';
import { NewProjectBody, ProjectBody, ProjectChangesBody, ProjectList, ProjectQuery } from './schemas.js';

export interface ProjectRouteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly region: string;
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

const tags = ['IAM'];

export function addProjectRoutes(app: Server, parts: ProjectRouteParts): void {
  addProjectLookUps(app, parts);
  addProjectChanges(app, parts);
}

/** Look-ups of the caller's own account need no permission: SDKs and Terraform do them before anything else. */
function addProjectLookUps(app: Server, parts: ProjectRouteParts): void {
  app.get(
    '/v3/projects',
    {
      config: { declaration: { operation: 'KeystoneListProjects', family: 'keystone' } },
      schema: {
        summary: "The projects of the caller's account.",
        tags,
        querystring: ProjectQuery,
        response: { 200: ProjectList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { name, domain_id, parent_id, enabled, is_domain, page = 1, per_page } = request.query;
      const possible = (domain_id ?? domainId) === domainId && is_domain !== true;
      const offset = per_page === undefined ? 0 : (page - 1) * per_page;
      const projects = possible
        ? await listProjects(parts.database, domainId, {
            name,
            enabled,
            parentId: parent_id,
            limit: per_page,
            offset,
          })
        : [];
      return projectList(parts, request, request.query, projects);
    },
  );

  app.get(
    '/v3/auth/projects',
    {
      config: { declaration: { operation: 'KeystoneListAuthProjects', family: 'keystone' } },
      schema: {
        summary: 'The projects that the caller can ask a token for.',
        tags,
        querystring: PageQuery,
        response: { 200: ProjectList, ...keystoneErrors },
      },
    },
    async (request) => {
      const projects = await listProjects(parts.database, callerOf(request).domainId, { enabled: true });
      return projectList(parts, request, request.query, projects);
    },
  );

  app.get(
    '/v3/projects/:id',
    {
      config: { declaration: { operation: 'KeystoneShowProject', family: 'keystone' } },
      schema: {
        summary: "One project of the caller's account.",
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 255, pattern: noControlCharacters }) }),
        response: { 200: Type.Object({ project: ProjectBody }), ...keystoneErrors },
      },
    },
    async (request) => {
      const project = await findProject(parts.database, callerOf(request).domainId, request.params.id);
      if (project === undefined) throw new ApiError('DPL.0404', ['project']);
      return { project: projectBody(project, endpointOf(request, parts.endpoint)) };
    },
  );

  app.get(
    '/v3/users/:user_id/projects',
    {
      config: declareIdentity('KeystoneListProjectsForUser'),
      schema: {
        summary: 'The projects that a user can ask a token for. Everyone may see his own.',
        tags,
        params: IdPath,
        querystring: PageQuery,
        response: { 200: ProjectList, ...keystoneErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { user_id } = request.params;
      authorizeOnUser(caller, user_id);
      const user = await findUser(parts.database, caller.domainId, user_id);
      if (user === undefined) throw new ApiError('DPL.0404', ['user']);
      const projects = await listProjects(parts.database, caller.domainId, { enabled: true });
      return projectList(parts, request, request.query, projects);
    },
  );
}

function addProjectChanges(app: Server, parts: ProjectRouteParts): void {
  app.patch(
    '/v3/projects/:id',
    {
      config: declareIdentity('KeystoneUpdateProject'),
      schema: {
        summary: 'Change name or description of a project, disable or enable it.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 255, pattern: noControlCharacters }) }),
        body: ProjectChangesBody,
        response: { 200: Type.Object({ project: ProjectBody }), ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const project = await updateProject(parts, domainId, request.params.id, request.body.project);
      if (project === undefined) throw new ApiError('DPL.0404', ['project']);
      return { project: projectBody(project, endpointOf(request, parts.endpoint)) };
    },
  );

  app.post(
    '/v3/projects',
    {
      config: {
        declaration: {
          operation: 'KeystoneCreateProject',
          family: 'keystone',
        },
      },
      schema: {
        summary: "Add a project to the caller's account.",
        tags,
        body: NewProjectBody,
        response: { 201: Type.Object({ project: ProjectBody }), ...keystoneErrors },
      },
    },
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { name, description = '', domain_id, parent_id } = request.body.project;
      // A foreign account and one that is not there look alike.
      if ((domain_id ?? domainId) !== domainId) throw new ApiError('DPL.0404', ['domain']);
      const parentId = await findParent(parts, domainId, parent_id);
      const project = await createProject(parts, { domainId, parentId, name, description });
      if (project === undefined) throw projectNameTaken(name);
      reply.code(201);
      return { project: projectBody(project, endpointOf(request, parts.endpoint)) };
    },
  );
}

function projectList(
  parts: ProjectRouteParts,
  request: FastifyRequest,
  query: Static<typeof PageQuery>,
  projects: readonly Project[],
): Static<typeof ProjectList> {
  const { items, links } = keystonePage(request, query, parts.endpoint, projects, ({ id }) => id);
  const endpoint = endpointOf(request, parts.endpoint);
  return { projects: items.map((project) => projectBody(project, endpoint)), links };
}

function projectBody(project: Project, endpoint: string): Static<typeof ProjectBody> {
  return {
    id: project.id,
    name: project.name,
    domain_id: project.domain_id,
    parent_id: project.parent_id ?? project.domain_id,
    is_domain: false,
    enabled: project.enabled,
    description: project.description,
    links: { next: null, previous: null, self: `${endpoint}/v3/projects/${project.id}` },
  };
}
