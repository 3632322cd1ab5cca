import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { keystone } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { authorizeOnUser } from '../identities/declareIdentity.js';
import { findUser } from '../identities/users/queries.js';
import { IdPath } from '../identities/users/schemas.js';
import { keystonePage, PageQuery } from '../keystonePage.js';
import { noControlCharacters } from '../keystoneTime.js';
import {
  findParent,
  findProject,
  insertProject,
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
      return projectList(parts, request, request.query, projects);
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
      return projectList(parts, request, request.query, projects);
    },
  );

  app.get(
    '/v3/projects/:id',
    keystone('KeystoneShowProject', "One project of the caller's account.", {
      path: { id: Type.String({ maxLength: 255, pattern: noControlCharacters }) },
      answers: { 200: Type.Object({ project: ProjectBody }) },
    }),
    async (request) => {
      const project = requireFound(
        await findProject(parts.database, callerOf(request).domainId, request.params.id),
        'project',
      );
      return { project: projectBody(project, endpointOf(request, parts.endpoint)) };
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
      const { user_id } = request.params;
      authorizeOnUser(caller, user_id);
      requireFound(await findUser(parts.database, caller.domainId, user_id), 'user');
      const projects = await listProjects(parts.database, caller.domainId, { enabled: true });
      return projectList(parts, request, request.query, projects);
    },
  );
}

function addProjectChanges(app: Server, parts: ProjectRouteParts): void {
  app.patch(
    '/v3/projects/:id',
    keystone('KeystoneUpdateProject', 'Change name or description of a project, disable or enable it.', {
      path: { id: Type.String({ maxLength: 255, pattern: noControlCharacters }) },
      body: ProjectChangesBody,
      answers: { 200: Type.Object({ project: ProjectBody }) },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const project = requireFound(
        await updateProject(parts, domainId, request.params.id, request.body.project),
        'project',
      );
      return { project: projectBody(project, endpointOf(request, parts.endpoint)) };
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
      const project = await insertProject(parts, { domainId, parentId, name, description });
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
