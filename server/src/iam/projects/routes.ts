import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { keystone } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import { oneLineText } from '../../http/schemas/text.js';
import type { Server } from '../../http/server.js';
import { findAuthorizedUser } from '../identities/authorizeOnUser.js';
import { IdPath } from '../identities/users/schemas.js';
import { endpointOf, type LinkParts } from '../keystone/endpoint.js';
import { keystonePage, PageQuery } from '../keystone/keystonePage.js';
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

export interface ProjectRouteParts extends LinkParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly region: string;
}

export function addProjectRoutes(app: Server, parts: ProjectRouteParts): void {
  addProjectLookUps(app, parts);
  addProjectChanges(app, parts);
}

/** Look-ups of the caller's own account need no permission: SDKs and Terraform do them before anything else. */
function addProjectLookUps(app: Server, parts: ProjectRouteParts): void {
  app.get(
    '/v3/projects',
    keystone('KeystoneListProjects', "The projects of the caller's account.", {
      query: ProjectQuery,
      answers: { 200: ProjectList },
    }),
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
      return projectList(parts, request, projects);
    },
  );

  app.get(
    '/v3/auth/projects',
    keystone('KeystoneListAuthProjects', 'The projects that the caller can ask a token for.', {
      query: PageQuery,
      answers: { 200: ProjectList },
    }),
    async (request) => {
      const projects = await listProjects(parts.database, callerOf(request).domainId, { enabled: true });
      return projectList(parts, request, projects);
    },
  );

  app.get(
    '/v3/projects/:id',
    keystone('KeystoneShowProject', "One project of the caller's account.", {
      path: { id: oneLineText(255) },
      answers: { 200: Type.Object({ project: ProjectBody }) },
    }),
    async (request) => {
      const project = requireFound(
        await findProject(parts.database, callerOf(request).domainId, request.params.id),
        'project',
      );
      return { project: projectBody(project, endpointOf(request, parts)) };
    },
  );

  app.get(
    '/v3/users/:user_id/projects',
    keystone(
      'KeystoneListProjectsForUser',
      'The projects that a user can ask a token for. Everyone may see his own.',
      { path: IdPath, query: PageQuery, answers: { 200: ProjectList } },
    ),
    async (request) => {
      const caller = callerOf(request);
      await findAuthorizedUser(parts.database, caller, request.params.user_id);
      const projects = await listProjects(parts.database, caller.domainId, { enabled: true });
      return projectList(parts, request, projects);
    },
  );
}

function addProjectChanges(app: Server, parts: ProjectRouteParts): void {
  app.patch(
    '/v3/projects/:id',
    keystone('KeystoneUpdateProject', 'Change name or description of a project, disable or enable it.', {
      path: { id: oneLineText(255) },
      body: ProjectChangesBody,
      answers: { 200: Type.Object({ project: ProjectBody }) },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const project = requireFound(
        await updateProject(parts, domainId, request.params.id, request.body.project),
        'project',
      );
      return { project: projectBody(project, endpointOf(request, parts)) };
    },
  );

  app.post(
    '/v3/projects',
    keystone('KeystoneCreateProject', "Add a project to the caller's account.", {
      body: NewProjectBody,
      answers: { 201: Type.Object({ project: ProjectBody }) },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { name, description = '', domain_id, parent_id } = request.body.project;
      // A foreign account and one that is not there look alike.
      if ((domain_id ?? domainId) !== domainId) throw new ApiError('DPL.0404', ['domain']);
      const parentId = await findParent(parts, domainId, parent_id);
      const project = await createProject(parts, { domainId, parentId, name, description });
      if (project === undefined) throw projectNameTaken(name);
      reply.code(201);
      return { project: projectBody(project, endpointOf(request, parts)) };
    },
  );
}

function projectList(
  parts: ProjectRouteParts,
  request: FastifyRequest<{ Querystring: Static<typeof PageQuery> }>,
  projects: readonly Project[],
): Static<typeof ProjectList> {
  const { items, links } = keystonePage(request, parts, projects);
  const endpoint = endpointOf(request, parts);
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
