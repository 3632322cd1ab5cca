import { ApiError } from '../../../errors/errors.js';
import { keystone } from '../../../http/declare.js';
import { callerOf, noContent } from '../../../http/request.js';
import { NoContent } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';
import type { DomainId } from '../../../ids.js';
import { endpointOf } from '../../keystone/endpoint.js';
import { keystonePage, PageQuery } from '../../keystone/keystonePage.js';
import {
  type GrantReference,
  giveGrant,
  requireGrant,
  requireScope,
  requireSubject,
  takeGrant,
} from '../giveGrant.js';
import type { Subject } from '../policies/policy.js';
import { roleBodies } from '../roles/roleBody.js';
import type { RoleRouteParts } from '../roles/roleRoutes.js';
import { IdText, PlainRoleList, RoleList } from '../roles/roleSchemas.js';
import { type AssignmentPlace, assignmentPlaces } from './assignmentPlaces.js';
import { listAssignedRoles } from './listAssignments.js';

/** What is done to a single assignment. */
const changes = [
  { act: 'assign', method: 'PUT', says: (whom: string) => `Assign a role to a ${whom}`, run: giveGrant },
  { act: 'revoke', method: 'DELETE', says: (whom: string) => `Take a role from a ${whom}`, run: takeGrant },
  { act: 'check', method: 'HEAD', says: (whom: string) => `Whether a ${whom} has a role`, run: requireGrant },
] as const;

/** Roles assigned to groups and users: for a project, the account, all of it, or an enterprise project. */
export function addAssignmentRoutes(app: Server, parts: RoleRouteParts): void {
  for (const place of assignmentPlaces) {
    for (const kind of ['group', 'user'] as const) addRoutesOf(app, parts, place, kind);
  }
}

function addRoutesOf(
  app: Server,
  parts: RoleRouteParts,
  place: AssignmentPlace,
  kind: Subject['kind'],
): void {
  const { database } = parts;
  const subjectParameter = `${kind}_id`;
  const operations = place.operations[kind];
  const checkable = operations.check !== undefined;
  const listPath = `${place.path}/${kind}s/:${subjectParameter}/roles${place.ending}`;
  const onePath = `${place.path}/${kind}s/:${subjectParameter}/roles/:role_id${place.ending}`;
  const subjectParams = pathOf([place.parameter, subjectParameter]);
  const roleParams = pathOf([place.parameter, subjectParameter, 'role_id']);

  /** What the path names; 404 where it names another account, as for one that is not there (S16). */
  const grantOf = (params: Params, domainId: DomainId): GrantReference => ({
    model: 'role',
    policyId: params['role_id'] ?? '',
    subject: { kind, id: params[subjectParameter] ?? '' },
    scope: scopeOf(place, params, domainId),
  });

  for (const { act, method, says, run } of changes) {
    const operation = operations[act];
    if (operation === undefined) continue;
    app.route({
      method,
      url: onePath,
      ...keystone(operation, `${says(kind)} ${place.described}.`, {
        path: roleParams,
        answers: { 204: NoContent },
      }),
      handler: async (request, reply) => {
        const { domainId } = callerOf(request);
        await run(parts, domainId, grantOf(request.params, domainId));
        return noContent(reply);
      },
    });
  }

  app.get(
    listPath,
    keystone(operations.list, `The roles that a ${kind} has ${place.described}.`, {
      path: subjectParams,
      query: PageQuery,
      answers: { 200: checkable ? RoleList : PlainRoleList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { subject, scope } = grantOf(request.params, domainId);
      await requireScope(database, domainId, scope);
      await requireSubject(database, domainId, subject);
      const endpoint = endpointOf(request, parts);
      const assigned = await listAssignedRoles(database, domainId, subject, scope);
      const { items, links } = keystonePage(request, parts, assigned);
      const roles = await roleBodies(database, domainId, items, endpoint);
      return checkable ? { roles, links } : { roles };
    },
  );
}

type Params = Readonly<Record<string, string>>;

function scopeOf(place: AssignmentPlace, params: Params, domainId: DomainId) {
  const id = params[place.parameter] ?? '';
  if (place.parameter === 'domain_id' && id !== domainId) throw new ApiError('DPL.0404', ['domain']);
  return place.scopeOf(id);
}

/** The path's parameters: which there are differs from place to place, so they are looked up by name. */
function pathOf(names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, IdText]));
}
