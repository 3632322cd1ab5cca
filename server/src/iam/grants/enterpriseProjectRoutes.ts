import { Type } from 'typebox';
import { keystone } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import type { DomainId } from '../../ids.js';
import { asId, type IamUserId } from '../../ids.js';
import type { PolicyParts } from './createPolicy.js';
import { requireScope, requireSubject } from './giveGrant.js';
import { listAssignments } from './listAssignments.js';
import type { Subject } from './policy.js';
import { IdText } from './roleSchemas.js';

const EnterpriseProjectPath = { enterprise_project_id: IdText };
const EnterpriseProjectIds = Type.Object({
  'enterprise-projects': Type.Array(Type.Object({ projectId: Type.String() })),
});

/** Who has roles for an enterprise project, and for which ones somebody has. */
export function addEnterpriseProjectRoutes(app: Server, { database }: PolicyParts): void {
  const assigned = async (domainId: DomainId, enterpriseProjectId: string) => {
    await requireScope(database, domainId, { kind: 'enterprise-project', id: enterpriseProjectId });
    return listAssignments(database, domainId, { enterpriseProjectId });
  };

  app.get(
    '/v3.0/OS-PERMISSION/enterprise-projects/:enterprise_project_id/groups',
    keystone('ListGroupsForEnterpriseProject', 'The groups that have roles for an enterprise project.', {
      path: EnterpriseProjectPath,
      answers: {
        200: Type.Object({
          groups: Type.Array(
            Type.Object({
              id: Type.String(),
              name: Type.String(),
              description: Type.String(),
              domainId: Type.String(),
              createTime: Type.Integer({ description: 'Milliseconds since 1970.' }),
            }),
          ),
        }),
      },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const assignments = await assigned(domainId, request.params.enterprise_project_id);
      const ids = assignments.flatMap(({ subject }) => (subject.kind === 'group' ? [subject.id] : []));
      const groups = await database
        .selectFrom('iam_groups')
        .where('domain_id', '=', domainId)
        .where('id', 'in', ['', ...ids])
        .orderBy('name')
        .selectAll()
        .execute();
      return {
        groups: groups.map(({ id, name, description, created_at }) => ({
          id,
          name,
          description,
          domainId,
          createTime: created_at.getTime(),
        })),
      };
    },
  );

  app.get(
    '/v3.0/OS-PERMISSION/enterprise-projects/:enterprise_project_id/users',
    keystone(
      'ListUsersForEnterpriseProject',
      'The users that have roles for an enterprise project themselves.',
      {
        path: EnterpriseProjectPath,
        answers: {
          200: Type.Object({
            users: Type.Array(
              Type.Object({
                id: Type.String(),
                name: Type.String(),
                description: Type.String(),
                domain_id: Type.String(),
                enabled: Type.Boolean(),
                policy_num: Type.Integer(),
                lastest_policy_time: Type.Integer({ description: 'Milliseconds since 1970.' }),
              }),
            ),
          }),
        },
      },
    ),
    async (request) => {
      const { domainId } = callerOf(request);
      const assignments = await assigned(domainId, request.params.enterprise_project_id);
      const ids = assignments.flatMap(({ subject }) => (subject.kind === 'user' ? [subject.id] : []));
      const users = await database
        .selectFrom('iam_users')
        .where('domain_id', '=', domainId)
        .where(
          'id',
          'in',
          ['', ...ids].map((id) => asId<IamUserId>(id)),
        )
        .orderBy('name')
        .select(['id', 'name', 'description', 'enabled'])
        .execute();
      return {
        users: users.map((user) => {
          const times = assignments
            .filter(({ subject }) => subject.kind === 'user' && subject.id === user.id)
            .map(({ createdAt }) => createdAt.getTime());
          return {
            ...user,
            domain_id: domainId,
            policy_num: times.length,
            lastest_policy_time: Math.max(...times),
          };
        }),
      };
    },
  );

  const projectsOf = async (domainId: DomainId, subject: Subject) => {
    await requireSubject(database, domainId, subject);
    const assignments = await listAssignments(database, domainId, {
      ...(subject.kind === 'user' ? { userId: subject.id } : { groupId: subject.id }),
      scopeKinds: ['enterprise-project'],
    });
    const ids = assignments.flatMap(({ scope }) => ('id' in scope ? [scope.id] : []));
    return { 'enterprise-projects': [...new Set(ids)].map((projectId) => ({ projectId })) };
  };

  app.get(
    '/v3.0/OS-PERMISSION/groups/:group_id/enterprise-projects',
    keystone('ListEnterpriseProjectsForGroup', 'The enterprise projects that a group has roles for.', {
      path: { group_id: IdText },
      answers: { 200: EnterpriseProjectIds },
    }),
    async (request) => projectsOf(callerOf(request).domainId, { kind: 'group', id: request.params.group_id }),
  );

  app.get(
    '/v3.0/OS-PERMISSION/users/:user_id/enterprise-projects',
    keystone('ListEnterpriseProjectsForUser', 'The enterprise projects that a user has roles for itself.', {
      path: { user_id: IdText },
      answers: { 200: EnterpriseProjectIds },
    }),
    async (request) => projectsOf(callerOf(request).domainId, { kind: 'user', id: request.params.user_id }),
  );
}
