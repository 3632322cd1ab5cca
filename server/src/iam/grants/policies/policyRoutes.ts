import { requireFound } from '../../../errors/requireFound.js';
import { iam5 } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { emptyAnswer } from '../emptyAnswer.js';
import { inOrder, pageOf } from '../pages.js';
import { createPolicy, type PolicyParts } from './createPolicy.js';
import { deletePolicy } from './deletePolicy.js';
import { countGrants, findPolicy, listOwnPolicies } from './findPolicies.js';
import { listSystemPolicies } from './findSystemPolicies.js';
import type { Policy } from './policy.js';
import { policyBody } from './policyBody.js';
import {
  DescriptionBody,
  NewPolicyBody,
  PoliciesQuery,
  PolicyAnswer,
  PolicyList,
  PolicyPath,
} from './policySchemas.js';
import { describePolicy } from './policyVersions.js';

/** Identity policies (Version 5.0): made, shown, described and deleted. */
export function addPolicyRoutes(app: Server, parts: PolicyParts): void {
  const { database } = parts;

  app.get(
    '/v5/policies',
    iam5('ListPoliciesV5', "Identity policies: the account's own, and those that came with the service.", {
      query: PoliciesQuery,
      answers: { 200: PolicyList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { policy_type, path_prefix = '', only_attached, limit, marker } = request.query;
      const own = policy_type === 'system' ? [] : await listOwnPolicies(database, domainId, 'identity');
      const system = policy_type === 'custom' ? [] : listSystemPolicies('identity');
      const candidates = [...own, ...system].filter(({ path }) => path.startsWith(path_prefix));
      const ids = candidates.map(({ id }) => id);
      const attachments = await countGrants(database, domainId, ids);
      const shown = candidates.filter(({ id }) => only_attached !== true || attachments.has(id));
      const page = pageOf(inOrder(shown, orderOf), orderOf, { limit, marker });
      return {
        policies: page.items.map((policy) =>
          policyBody(policy, domainId, attachments.get(policy.id) ?? 0, request.language),
        ),
        page_info: page.page_info,
      };
    },
  );

  app.post(
    '/v5/policies',
    iam5('CreatePolicyV5', 'Create an identity policy; its document becomes version v1.', {
      body: NewPolicyBody,
      answers: { 201: PolicyAnswer },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      const { policy_name: name, policy_document: document, path = '', description = '' } = request.body;
      const policy = { model: 'identity', name, path, description, document } as const;
      const created = await createPolicy(parts, domainId, policy);
      reply.code(201);
      return { policy: policyBody(created, domainId, 0, request.language) };
    },
  );

  app.get(
    '/v5/policies/:policy_id',
    iam5('GetPolicyV5', 'One identity policy.', { path: PolicyPath, answers: { 200: PolicyAnswer } }),
    async (request) => {
      const { domainId } = callerOf(request);
      const policy = requireFound(
        await findPolicy(database, domainId, 'identity', request.params.policy_id),
        'policy',
      );
      const attachments = (await countGrants(database, domainId, [policy.id])).get(policy.id) ?? 0;
      return { policy: policyBody(policy, domainId, attachments, request.language) };
    },
  );

  app.put(
    '/v5/policies/:policy_id',
    iam5('UpdatePolicyV5', 'Change the description of an identity policy.', {
      path: PolicyPath,
      body: DescriptionBody,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      const { domainId } = callerOf(request);
      await describePolicy(parts, domainId, request.params.policy_id, request.body.description);
      return emptyAnswer(reply);
    },
  );

  app.delete(
    '/v5/policies/:policy_id',
    iam5('DeletePolicyV5', 'Delete an identity policy that is attached to nobody, with all its versions.', {
      path: PolicyPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await deletePolicy(database, callerOf(request).domainId, 'identity', request.params.policy_id);
      return noContent(reply);
    },
  );
}

const orderOf = ({ own, name, id }: Policy): string => `${own ? 0 : 1}/${name}/${id}`;
