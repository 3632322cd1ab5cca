import type { Static } from 'typebox';
import { ApiError } from '../../../errors/errors.js';
import { flat, keystone } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import { numberedPage } from '../../../http/schemas/paging.js';
import type { Server } from '../../../http/server.js';
import type { DomainId } from '../../../ids.js';
import { endpointOf } from '../../keystone/endpoint.js';
import { keystonePage } from '../../keystone/keystonePage.js';
import type { RoleRouteParts } from '../roles/roleRoutes.js';
import {
  DomainAssignmentList,
  DomainAssignmentsQuery,
  KeystoneAssignmentList,
  KeystoneAssignmentsQuery,
} from './assignmentListSchemas.js';
import { keystoneBodies, withIds } from './keystoneAssignments.js';
import { type Assignment, type AssignmentFilter, listAssignments } from './listAssignments.js';

/** Who has which role where: Keystone's list and the real service's. */
export function addAssignmentListRoutes(app: Server, parts: RoleRouteParts): void {
  const { database } = parts;

  app.get(
    '/v3/role_assignments',
    keystone(
      'KeystoneListRoleAssignments',
      'Role assignments, but those for enterprise projects, as Keystone lists them.',
      { query: KeystoneAssignmentsQuery, answers: { 200: KeystoneAssignmentList } },
    ),
    async (request) => {
      const { query } = request;
      const endpoint = endpointOf(request, parts);
      const all = await keystoneBodies(database, callerOf(request).domainId, endpoint, {
        userId: query['user.id'],
        groupId: query['group.id'],
        roleId: query['role.id'],
        projectId: query['scope.project.id'],
        scopedDomainId: query['scope.domain.id'],
        inheritedOnly: query['scope.OS-INHERIT:inherited_to'] !== undefined,
        effective: isOn(query.effective),
        withNames: isOn(query.include_names),
      });
      const { items, links } = keystonePage(request, parts, withIds(all));
      const inPages = query.limit !== undefined || query.marker !== undefined;
      return { role_assignments: inPages ? [...items] : all, links };
    },
  );

  app.get(
    '/v3.0/OS-PERMISSION/role-assignments',
    flat(
      'ShowDomainRoleAssignments',
      'Role assignments of the account, by whom they are to, for what, and of which role.',
      { query: DomainAssignmentsQuery, answers: { 200: DomainAssignmentList } },
    ),
    async (request) => {
      const { domainId } = callerOf(request);
      const filter = filterOf(request.query, domainId);
      const found = filter === undefined ? [] : await listAssignments(database, domainId, filter);
      const shown = numberedPage(found, request.query);
      return {
        total_num: found.length,
        role_assignments: shown.map((assignment) => assignmentBody(assignment, domainId)),
      };
    },
  );
}

const isOn = (flag: string | undefined): boolean =>
  flag !== undefined && flag !== '0' && flag.toLowerCase() !== 'false';

/**
 * What is asked for; undefined for what nobody can have: a role for another account, or as an agency (there are none).
 * @throws {ApiError} WKS.0001 for two subjects or two scopes
 */
function filterOf(
  query: Static<typeof DomainAssignmentsQuery>,
  domainId: DomainId,
): AssignmentFilter | undefined {
  const { subject, scope } = query;
  refuseSeveral('subject', [
    subject,
    query['subject.user_id'],
    query['subject.group_id'],
    query['subject.agency_id'],
  ]);
  refuseSeveral('scope', [
    scope,
    query['scope.project_id'],
    query['scope.domain_id'],
    query['scope.enterprise_projects_id'],
  ]);
  if (subject === 'agency' || query['subject.agency_id'] !== undefined) return undefined;
  if (query.domain_id !== domainId || (query['scope.domain_id'] ?? domainId) !== domainId) return undefined;
  const { include_group = true } = query;
  return {
    roleId: query.role_id,
    // With groups wanted as well, "of users" leaves nothing out: every group's roles are roles of its users.
    subjectKind: subject === 'user' && include_group ? undefined : subject,
    userId: query['subject.user_id'],
    groupId: query['subject.group_id'],
    includeGroups: include_group,
    projectId: query['scope.project_id'],
    enterpriseProjectId: query['scope.enterprise_projects_id'],
    scopeKinds: scopeKindsOf(query),
  };
}

function scopeKindsOf(query: Static<typeof DomainAssignmentsQuery>): AssignmentFilter['scopeKinds'] {
  if (query.scope === 'domain' || query['scope.domain_id'] !== undefined) {
    return query.is_inherited === true ? ['everywhere'] : ['domain'];
  }
  if (query.scope === 'project') return ['project'];
  return query.scope === 'enterprise_project' ? ['enterprise-project'] : undefined;
}

function refuseSeveral(name: string, given: readonly (string | undefined)[]): void {
  if (given.filter((each) => each !== undefined).length < 2) return;
  throw new ApiError('WKS.0001', [
    { en: `${name} is given in more than one way`, zh: `${name}相关参数只能选择一个` },
  ]);
}

function assignmentBody(
  { roleId, subject, scope }: Assignment,
  domainId: DomainId,
): Static<typeof DomainAssignmentList>['role_assignments'][number] {
  return {
    role: { id: roleId },
    ...(subject.kind === 'user' ? { user: { id: subject.id } } : { group: { id: subject.id } }),
    scope:
      scope.kind === 'project'
        ? { project: { id: scope.id } }
        : scope.kind === 'enterprise-project'
          ? { enterprise_project: { id: scope.id } }
          : { domain: { id: domainId } },
    is_inherited: scope.kind === 'everywhere',
  };
}
