import type { Static } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { callerOf } from '../../http/request.js';
import { NoContent, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import type { DomainId } from '../../ids.js';
import type { PolicyParts } from './createPolicy.js';
import { emptyAnswer } from './emptyAnswer.js';
import { findPolicy } from './findPolicies.js';
import { type GrantReference, giveGrant, requireSubject, takeGrant } from './giveGrant.js';
import {
  type AttachedEntity,
  type AttachedPolicy,
  listAttachedPolicies,
  listEntities,
} from './listAttachments.js';
import { inOrder, pageOf } from './pages.js';
import type { Subject } from './policy.js';
import { policyUrn } from './policyBody.js';
import {
  AttachedPolicyList,
  AttachGroupBody,
  AttachUserBody,
  EntitiesQuery,
  EntityList,
  GroupPath,
  PageQuery,
  PolicyPath,
  UserPath,
} from './policySchemas.js';

const tags = ['IAM'];

/** To whom identity policies are attached. */
export function addAttachmentRoutes(app: Server, parts: PolicyParts): void {
  addAttachAndDetach(app, parts);
  addAttachmentLists(app, parts);
}

function addAttachAndDetach(app: Server, parts: PolicyParts): void {
  const done = { 200: NoContent, ...workspaceErrors };
  const users = { tags, params: PolicyPath, body: AttachUserBody, response: done };
  const groups = { tags, params: PolicyPath, body: AttachGroupBody, response: done };

  app.post(
    '/v5/policies/:policy_id/attach-user',
    {
      config: {
        declaration: {
          operation: 'AttachUserPolicyV5',
          family: 'iam5',
        },
      },
      schema: { summary: 'Attach an identity policy to a user.', ...users },
    },
    async (request, reply) => {
      const subject = { kind: 'user', id: request.body.user_id } as const;
      await giveGrant(parts, callerOf(request).domainId, attachment(request.params.policy_id, subject));
      return emptyAnswer(reply);
    },
  );

  app.post(
    '/v5/policies/:policy_id/detach-user',
    {
      config: {
        declaration: {
          operation: 'DetachUserPolicyV5',
          family: 'iam5',
        },
      },
      schema: { summary: 'Detach an identity policy from a user.', ...users },
    },
    async (request, reply) => {
      const subject = { kind: 'user', id: request.body.user_id } as const;
      await takeGrant(parts, callerOf(request).domainId, attachment(request.params.policy_id, subject));
      return emptyAnswer(reply);
    },
  );

  app.post(
    '/v5/policies/:policy_id/attach-group',
    {
      config: {
        declaration: {
          operation: 'AttachGroupPolicyV5',
          family: 'iam5',
        },
      },
      schema: { summary: 'Attach an identity policy to a group.', ...groups },
    },
    async (request, reply) => {
      const subject = { kind: 'group', id: request.body.group_id } as const;
      await giveGrant(parts, callerOf(request).domainId, attachment(request.params.policy_id, subject));
      return emptyAnswer(reply);
    },
  );

  app.post(
    '/v5/policies/:policy_id/detach-group',
    {
      config: {
        declaration: {
          operation: 'DetachGroupPolicyV5',
          family: 'iam5',
        },
      },
      schema: { summary: 'Detach an identity policy from a group.', ...groups },
    },
    async (request, reply) => {
      const subject = { kind: 'group', id: request.body.group_id } as const;
      await takeGrant(parts, callerOf(request).domainId, attachment(request.params.policy_id, subject));
      return emptyAnswer(reply);
    },
  );
}

function addAttachmentLists(app: Server, { database }: PolicyParts): void {
  app.get(
    '/v5/users/:user_id/attached-policies',
    {
      config: {
        declaration: {
          operation: 'ListAttachedUserPoliciesV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'The identity policies attached to a user itself.',
        tags,
        params: UserPath,
        querystring: PageQuery,
        response: { 200: AttachedPolicyList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const subject = { kind: 'user', id: request.params.user_id } as const;
      await requireSubject(database, domainId, subject);
      return attachedPage(await listAttachedPolicies(database, domainId, subject), domainId, request.query);
    },
  );

  app.get(
    '/v5/groups/:group_id/attached-policies',
    {
      config: {
        declaration: {
          operation: 'ListAttachedGroupPoliciesV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'The identity policies attached to a group.',
        tags,
        params: GroupPath,
        querystring: PageQuery,
        response: { 200: AttachedPolicyList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const subject = { kind: 'group', id: request.params.group_id } as const;
      await requireSubject(database, domainId, subject);
      return attachedPage(await listAttachedPolicies(database, domainId, subject), domainId, request.query);
    },
  );

  app.get(
    '/v5/policies/:policy_id/attached-entities',
    {
      config: {
        declaration: {
          operation: 'ListEntitiesForPolicyV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'The users and groups that an identity policy is attached to.',
        tags,
        params: PolicyPath,
        querystring: EntitiesQuery,
        response: { 200: EntityList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { policy_id } = request.params;
      if ((await findPolicy(database, domainId, 'identity', policy_id)) === undefined) {
        throw new ApiError('DPL.0404', ['policy']);
      }
      const { entity_type, limit, marker } = request.query;
      const entities = await listEntities(database, domainId, policy_id);
      const shown = entities.filter(({ kind }) => entity_type === undefined || kind === entity_type);
      const keyOf = ({ kind, id }: AttachedEntity): string => `${kind}/${id}`;
      const page = pageOf(inOrder(shown, keyOf), keyOf, { limit, marker });
      return entityPage(page.items, page.page_info);
    },
  );
}

function attachment(policyId: string, subject: Subject): GrantReference {
  return { model: 'identity', policyId, subject, scope: { kind: 'everywhere' } };
}

function attachedPage(
  attached: readonly AttachedPolicy[],
  domainId: DomainId,
  query: Static<typeof PageQuery>,
): Static<typeof AttachedPolicyList> {
  const keyOf = ({ policy }: AttachedPolicy): string => `${policy.name}/${policy.id}`;
  const page = pageOf(inOrder(attached, keyOf), keyOf, query);
  return {
    attached_policies: page.items.map(({ policy, attachedAt }) => ({
      policy_name: policy.name,
      policy_id: policy.id,
      urn: policyUrn(policy, domainId),
      attached_at: attachedAt.toISOString(),
    })),
    page_info: page.page_info,
  };
}

function entityPage(
  entities: readonly AttachedEntity[],
  page_info: Static<typeof EntityList>['page_info'],
): Static<typeof EntityList> {
  const of = (wanted: Subject['kind']): AttachedEntity[] => entities.filter(({ kind }) => kind === wanted);
  return {
    // There are no agencies here.
    policy_agencies: [],
    policy_groups: of('group').map(({ id, attachedAt }) => ({
      group_id: id,
      attached_at: attachedAt.toISOString(),
    })),
    policy_users: of('user').map(({ id, attachedAt }) => ({
      user_id: id,
      attached_at: attachedAt.toISOString(),
    })),
    page_info,
  };
}
