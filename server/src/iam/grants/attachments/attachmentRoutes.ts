import type { Static } from 'typebox';
import { requireFound } from '../../../errors/requireFound.js';
import { iam5 } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import type { DomainId } from '../../../ids.js';
import { emptyAnswer } from '../emptyAnswer.js';
import { giveGrant, requireSubject, takeGrant } from '../giveGrant.js';
import { inOrder, pageOf } from '../pages.js';
import type { PolicyParts } from '../policies/createPolicy.js';
import { findPolicy } from '../policies/findPolicies.js';
import type { Subject } from '../policies/policy.js';
import { policyUrn } from '../policies/policyBody.js';
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
} from '../policies/policySchemas.js';
import {
  type AttachedEntity,
  type AttachedPolicy,
  listAttachedPolicies,
  listEntities,
} from './listAttachments.js';

const changes = [
  {
    act: 'attach-user',
    operation: 'AttachUserPolicyV5',
    says: 'Attach an identity policy to a user.',
    body: AttachUserBody,
    change: giveGrant,
  },
  {
    act: 'detach-user',
    operation: 'DetachUserPolicyV5',
    says: 'Detach an identity policy from a user.',
    body: AttachUserBody,
    change: takeGrant,
  },
  {
    act: 'attach-group',
    operation: 'AttachGroupPolicyV5',
    says: 'Attach an identity policy to a group.',
    body: AttachGroupBody,
    change: giveGrant,
  },
  {
    act: 'detach-group',
    operation: 'DetachGroupPolicyV5',
    says: 'Detach an identity policy from a group.',
    body: AttachGroupBody,
    change: takeGrant,
  },
] as const;

/** To whom identity policies are attached. */
export function addAttachmentRoutes(app: Server, parts: PolicyParts): void {
  addAttachAndDetach(app, parts);
  addAttachmentLists(app, parts);
}

function addAttachAndDetach(app: Server, parts: PolicyParts): void {
  for (const { act, operation, says, body, change } of changes) {
    app.post(
      `/v5/policies/:policy_id/${act}`,
      iam5(operation, says, { path: PolicyPath, body, answers: { 200: NoContent } }),
      async (request, reply) => {
        const attachment = {
          model: 'identity',
          policyId: request.params.policy_id,
          subject: subjectOf(request.body),
          scope: { kind: 'everywhere' },
        } as const;
        await change(parts, callerOf(request).domainId, attachment);
        return emptyAnswer(reply);
      },
    );
  }
}

function addAttachmentLists(app: Server, { database }: PolicyParts): void {
  app.get(
    '/v5/users/:user_id/attached-policies',
    iam5('ListAttachedUserPoliciesV5', 'The identity policies attached to a user itself.', {
      path: UserPath,
      query: PageQuery,
      answers: { 200: AttachedPolicyList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const subject = { kind: 'user', id: request.params.user_id } as const;
      await requireSubject(database, domainId, subject);
      return attachedPage(await listAttachedPolicies(database, domainId, subject), domainId, request.query);
    },
  );

  app.get(
    '/v5/groups/:group_id/attached-policies',
    iam5('ListAttachedGroupPoliciesV5', 'The identity policies attached to a group.', {
      path: GroupPath,
      query: PageQuery,
      answers: { 200: AttachedPolicyList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const subject = { kind: 'group', id: request.params.group_id } as const;
      await requireSubject(database, domainId, subject);
      return attachedPage(await listAttachedPolicies(database, domainId, subject), domainId, request.query);
    },
  );

  app.get(
    '/v5/policies/:policy_id/attached-entities',
    iam5('ListEntitiesForPolicyV5', 'The users and groups that an identity policy is attached to.', {
      path: PolicyPath,
      query: EntitiesQuery,
      answers: { 200: EntityList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { policy_id } = request.params;
      requireFound(await findPolicy(database, domainId, 'identity', policy_id), 'policy');
      const { entity_type, limit, marker } = request.query;
      const entities = await listEntities(database, domainId, policy_id);
      const shown = entities.filter(({ kind }) => entity_type === undefined || kind === entity_type);
      const keyOf = ({ kind, id }: AttachedEntity): string => `${kind}/${id}`;
      const page = pageOf(inOrder(shown, keyOf), keyOf, { limit, marker });
      return entityPage(page.items, page.page_info);
    },
  );
}

function subjectOf(body: Static<typeof AttachUserBody> | Static<typeof AttachGroupBody>): Subject {
  return 'user_id' in body ? { kind: 'user', id: body.user_id } : { kind: 'group', id: body.group_id };
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
