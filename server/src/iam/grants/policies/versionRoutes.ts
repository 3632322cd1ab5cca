import { refusalOfEffect } from '../../../access/authorize.js';
import { iam5 } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import { emptyAnswer } from '../emptyAnswer.js';
import { pageOf } from '../pages.js';
import type { PolicyParts } from './createPolicy.js';
import { versionBody, versionNumber } from './policyBody.js';
import {
  NewVersionBody,
  PageQuery,
  PolicyPath,
  VersionAnswer,
  VersionList,
  VersionPath,
} from './policySchemas.js';
import { addVersion, deleteVersion, findVersion, listVersions, setDefaultVersion } from './policyVersions.js';

/** The versions of identity policies, of which one at a time counts. */
export function addVersionRoutes(app: Server, parts: PolicyParts): void {
  const { database } = parts;

  app.get(
    '/v5/policies/:policy_id/versions',
    iam5('ListPolicyVersionsV5', 'The versions of an identity policy, the newest first.', {
      path: PolicyPath,
      query: PageQuery,
      answers: { 200: VersionList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const versions = await listVersions(database, domainId, request.params.policy_id);
      const page = pageOf(versions, ({ number }) => String(9_999_999_999 - number), request.query);
      return { versions: page.items.map(versionBody), page_info: page.page_info };
    },
  );

  app.post(
    '/v5/policies/:policy_id/versions',
    iam5('CreatePolicyVersionV5', 'Add a version to an identity policy; at most five.', {
      path: PolicyPath,
      body: NewVersionBody,
      answers: { 201: VersionAnswer },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      const { domainId } = caller;
      const { policy_document: document, set_as_default: setAsDefault = false } = request.body;
      const refusal = refusalOfEffect(caller, 'iam:policies:setDefaultVersionV5', undefined, {
        projectId: undefined,
      });
      if (setAsDefault && refusal !== undefined) throw refusal;
      const added = await addVersion(parts, domainId, request.params.policy_id, { document, setAsDefault });
      reply.code(201);
      return { policy_version: versionBody(added) };
    },
  );

  app.get(
    '/v5/policies/:policy_id/versions/:version_id',
    iam5('GetPolicyVersionV5', 'One version of an identity policy, with its document.', {
      path: VersionPath,
      answers: { 200: VersionAnswer },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { policy_id, version_id } = request.params;
      const version = await findVersion(database, domainId, policy_id, versionNumber(version_id));
      return { policy_version: versionBody(version) };
    },
  );

  app.delete(
    '/v5/policies/:policy_id/versions/:version_id',
    iam5('DeletePolicyVersionV5', 'Delete a version that is not the default one.', {
      path: VersionPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { policy_id, version_id } = request.params;
      await deleteVersion(database, callerOf(request).domainId, policy_id, versionNumber(version_id));
      return noContent(reply);
    },
  );

  app.post(
    '/v5/policies/:policy_id/versions/:version_id/set-default',
    iam5('SetDefaultPolicyVersionV5', 'Make a version the one that counts.', {
      path: VersionPath,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      const { policy_id, version_id } = request.params;
      await setDefaultVersion(parts, callerOf(request).domainId, policy_id, versionNumber(version_id));
      return emptyAnswer(reply);
    },
  );
}
