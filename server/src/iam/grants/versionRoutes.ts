import { refusalOfEffect } from '../../access/authorize.js';
import { callerOf, noContent } from '../../http/request.js';
import { NoContent, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import type { PolicyParts } from './createPolicy.js';
import { emptyAnswer } from './emptyAnswer.js';
import { pageOf } from './pages.js';
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

const tags = ['IAM'];

/** The versions of identity policies, of which one at a time counts. */
export function addVersionRoutes(app: Server, parts: PolicyParts): void {
  const { database } = parts;

  app.get(
    '/v5/policies/:policy_id/versions',
    {
      config: {
        declaration: {
          operation: 'ListPolicyVersionsV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'The versions of an identity policy, the newest first.',
        tags,
        params: PolicyPath,
        querystring: PageQuery,
        response: { 200: VersionList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const versions = await listVersions(database, domainId, request.params.policy_id);
      const page = pageOf(versions, ({ number }) => String(9_999_999_999 - number), request.query);
      return { versions: page.items.map(versionBody), page_info: page.page_info };
    },
  );

  app.post(
    '/v5/policies/:policy_id/versions',
    {
      config: {
        declaration: {
          operation: 'CreatePolicyVersionV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'Add a version to an identity policy; at most five.',
        tags,
        params: PolicyPath,
        body: NewVersionBody,
        response: { 201: VersionAnswer, ...workspaceErrors },
      },
    },
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
    {
      config: {
        declaration: {
          operation: 'GetPolicyVersionV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'One version of an identity policy, with its document.',
        tags,
        params: VersionPath,
        response: { 200: VersionAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { policy_id, version_id } = request.params;
      const version = await findVersion(database, domainId, policy_id, versionNumber(version_id));
      return { policy_version: versionBody(version) };
    },
  );

  app.delete(
    '/v5/policies/:policy_id/versions/:version_id',
    {
      config: {
        declaration: {
          operation: 'DeletePolicyVersionV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'Delete a version that is not the default one.',
        tags,
        params: VersionPath,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const { policy_id, version_id } = request.params;
      await deleteVersion(database, callerOf(request).domainId, policy_id, versionNumber(version_id));
      return noContent(reply);
    },
  );

  app.post(
    '/v5/policies/:policy_id/versions/:version_id/set-default',
    {
      config: {
        declaration: {
          operation: 'SetDefaultPolicyVersionV5',
          family: 'iam5',
        },
      },
      schema: {
        summary: 'Make a version the one that counts.',
        tags,
        params: VersionPath,
        response: { 200: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const { policy_id, version_id } = request.params;
      await setDefaultVersion(parts, callerOf(request).domainId, policy_id, versionNumber(version_id));
      return emptyAnswer(reply);
    },
  );
}
