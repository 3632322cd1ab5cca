import assert from 'node:assert/strict';
import { newHexId, realAmbient } from '../ambient.js';
import { asId, type DomainId, type IamUserId } from '../ids.js';
import { createPasswords } from '../secrets/passwords.js';
import { type Call, callAs } from './identityCalls.js';
import type { TestService } from './startTestService.js';

/** Of every user that is made here. */
export const policyUserPassword = 'a password of tests 1';

/** What a new user is given. Statements as in the documents of each kind. */
export interface Given {
  readonly identity?: readonly object[];
  readonly role?: readonly object[];
  /** Where the role counts. Default: all projects. */
  readonly enterpriseProject?: string;
}

export interface PolicyUser {
  readonly id: IamUserId;
  readonly name: string;
  /** Calls with absolute paths, by a token for the service's project. */
  readonly call: Call;
  /** Takes an identity policy from him. */
  revoke(policyId: string): Promise<void>;
  readonly policyIds: readonly string[];
}

export interface PolicyUsers {
  /** Calls as the account itself with absolute paths. */
  readonly root: Call;
  add(name: string, given?: Given): Promise<PolicyUser>;
  addEnterpriseProject(name: string): Promise<string>;
}

/** Users of the service's account with policies of their own, made by the calls that administrators use. */
export async function createPolicyUsers(service: TestService): Promise<PolicyUsers> {
  const { database } = service.database;
  const { credentials } = service;
  const passwords = await createPasswords(realAmbient);
  const password_hash = await passwords.hash(policyUserPassword);
  const root: Call = (method, path, body) => service.call(method, `/${path}`, body);
  const made = async (path: string, body: object) => {
    const answer = await root('POST', path, body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };

  const give = async (id: IamUserId, name: string, given: Given): Promise<string[]> => {
    if (given.role !== undefined) {
      const policy = { Version: '1.1', Statement: given.role };
      const role = { display_name: name, type: 'XA', description: 'of a test', policy };
      const { id: roleId } = (await made('/v3.0/OS-ROLE/roles', { role })).role;
      const place =
        given.enterpriseProject === undefined
          ? `/v3/OS-INHERIT/domains/${credentials.domain_id}/users/${id}/roles/${roleId}/inherited_to_projects`
          : `/v3.0/OS-PERMISSION/enterprise-projects/${given.enterpriseProject}/users/${id}/roles/${roleId}`;
      const assigned = await root('PUT', place);
      assert.equal(assigned.status, 204, assigned.text);
    }
    if (given.identity === undefined) return [];
    const policy_document = JSON.stringify({ Version: '5.0', Statement: given.identity });
    const { policy_id } = (await made('/v5/policies', { policy_name: `of-${name}`, policy_document })).policy;
    await made(`/v5/policies/${policy_id}/attach-user`, { user_id: id });
    return [policy_id];
  };

  return {
    root,
    add: async (name, given = {}) => {
      const id = asId<IamUserId>(newHexId(realAmbient));
      await database
        .insertInto('iam_users')
        .values({
          id,
          domain_id: asId<DomainId>(credentials.domain_id),
          name,
          password_hash,
          created_at: new Date(),
        })
        .execute();
      const policyIds = await give(id, name, given);
      return {
        id,
        name,
        policyIds,
        call: await callAs(service, {
          name,
          password: policyUserPassword,
          scope: { project: { id: credentials.project_id } },
        }),
        revoke: async (policyId) => {
          const answer = await root('POST', `/v5/policies/${policyId}/detach-user`, { user_id: id });
          assert.equal(answer.status, 200, answer.text);
        },
      };
    },
    addEnterpriseProject: async (name) => {
      const answer = await made('/v1.0/enterprise-projects', { name });
      return String(answer.enterprise_project.id);
    },
  };
}
