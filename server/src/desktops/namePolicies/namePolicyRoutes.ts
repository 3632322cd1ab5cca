import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import { workspace } from '../../http/declare.js';
import { noContent, projectOf } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { createNamePolicy, deleteNamePolicies, listNamePolicies, updateNamePolicy } from './namePolicies.js';
import {
  CreateNamePolicyBody,
  DeleteNamePoliciesBody,
  ListNamePoliciesQuery,
  NamePolicyAnswer,
  NamePolicyList,
  NamePolicyPath,
  UpdateNamePolicyBody,
} from './namePolicySchemas.js';

/** Policies for the names of new desktops (docs/reference/naming.md). */
export function addNamePolicyRoutes(
  app: Server,
  parts: { readonly database: Database; readonly ambient: Ambient },
): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/desktop-name-policies',
    workspace('ListDesktopNamePolicy', 'Policies for the names of desktops', {
      query: ListNamePoliciesQuery,
      answers: { 200: NamePolicyList },
    }),
    async (request) =>
      inOneSnapshot(database, (snapshot) => listNamePolicies(snapshot, projectOf(request), request.query)),
  );

  app.post(
    '/v2/:project_id/desktop-name-policies',
    workspace('CreateDesktopNamePolicy', 'Create a policy for the names of desktops', {
      body: CreateNamePolicyBody,
      answers: { 200: NamePolicyAnswer },
    }),
    async (request) => ({ policy_id: await createNamePolicy(parts, projectOf(request), request.body) }),
  );

  app.put(
    '/v2/:project_id/desktop-name-policies/:policy_id',
    workspace('UpdateDesktopNamePolicy', 'Change a policy for the names of desktops', {
      description: 'Desktops that are there keep their names.',
      path: NamePolicyPath,
      body: UpdateNamePolicyBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await updateNamePolicy(database, projectOf(request), request.params.policy_id, request.body);
      return noContent(reply);
    },
  );

  app.post(
    '/v2/:project_id/desktop-name-policies/batch-delete',
    workspace(
      'BatchDeleteDesktopNamePolicy',
      'Delete name policies: all of them, or none if one is missing',
      {
        body: DeleteNamePoliciesBody,
        answers: { 204: NoContent },
      },
    ),
    async (request, reply) => {
      await deleteNamePolicies(database, projectOf(request), request.body.policy_ids);
      return noContent(reply);
    },
  );
}
