import { Type } from 'typebox';
import { keystone } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import type { Server } from '../../../http/server.js';
import type { PolicyParts } from '../policies/createPolicy.js';
import { IdText } from '../roles/roleSchemas.js';
import { listEnterpriseProjectsOf, listGroupsOf, listUsersOf } from './listEnterpriseProjectSubjects.js';

const EnterpriseProjectPath = { enterprise_project_id: IdText };
const Milliseconds = Type.Integer({ description: 'Milliseconds since 1970.' });
const GroupList = Type.Object({
  groups: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      description: Type.String(),
      domainId: Type.String(),
      createTime: Milliseconds,
    }),
  ),
});
const UserList = Type.Object({
  users: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      description: Type.String(),
      domain_id: Type.String(),
      enabled: Type.Boolean(),
      policy_num: Type.Integer(),
      lastest_policy_time: Milliseconds,
    }),
  ),
});
const EnterpriseProjectIds = Type.Object({
  'enterprise-projects': Type.Array(Type.Object({ projectId: Type.String() })),
});

/** Who has roles for an enterprise project, and for which ones somebody has. */
export function addEnterpriseProjectRoutes(app: Server, { database }: PolicyParts): void {
  app.get(
    '/v3.0/OS-PERMISSION/enterprise-projects/:enterprise_project_id/groups',
    keystone('ListGroupsForEnterpriseProject', 'The groups that have roles for an enterprise project.', {
      path: EnterpriseProjectPath,
      answers: { 200: GroupList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const groups = await listGroupsOf(database, domainId, request.params.enterprise_project_id);
      return {
        groups: groups.map(({ created_at, ...group }) => ({
          ...group,
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
      { path: EnterpriseProjectPath, answers: { 200: UserList } },
    ),
    async (request) => {
      const { domainId } = callerOf(request);
      const users = await listUsersOf(database, domainId, request.params.enterprise_project_id);
      return {
        users: users.map(({ givenAt, ...user }) => ({
          ...user,
          domain_id: domainId,
          policy_num: givenAt.length,
          lastest_policy_time: Math.max(...givenAt.map((time) => time.getTime())),
        })),
      };
    },
  );

  app.get(
    '/v3.0/OS-PERMISSION/groups/:group_id/enterprise-projects',
    keystone('ListEnterpriseProjectsForGroup', 'The enterprise projects that a group has roles for.', {
      path: { group_id: IdText },
      answers: { 200: EnterpriseProjectIds },
    }),
    async (request) => {
      const group = { kind: 'group', id: request.params.group_id } as const;
      return presentIds(await listEnterpriseProjectsOf(database, callerOf(request).domainId, group));
    },
  );

  app.get(
    '/v3.0/OS-PERMISSION/users/:user_id/enterprise-projects',
    keystone('ListEnterpriseProjectsForUser', 'The enterprise projects that a user has roles for itself.', {
      path: { user_id: IdText },
      answers: { 200: EnterpriseProjectIds },
    }),
    async (request) => {
      const user = { kind: 'user', id: request.params.user_id } as const;
      return presentIds(await listEnterpriseProjectsOf(database, callerOf(request).domainId, user));
    },
  );
}

const presentIds = (ids: readonly string[]) => ({
  'enterprise-projects': ids.map((projectId) => ({ projectId })),
});
