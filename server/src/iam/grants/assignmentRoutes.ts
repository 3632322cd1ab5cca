import { Type } from 'typebox';
import type { Operation } from '../../access/permissions/table.js';
import { ApiError } from '../../errors/errors.js';
import { callerOf, noContent } from '../../http/request.js';
import { keystoneErrors, NoContent } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import type { DomainId } from '../../ids.js';
import { endpointOf } from '../endpoint.js';
import { keystonePage, PageQuery } from '../keystonePage.js';
import { type AssignmentPlace, assignmentPlaces } from './assignmentPlaces.js';
import {
  type GrantReference,
  giveGrant,
  hasGrant,
  requireScope,
  requireSubject,
  takeGrant,
} from './giveGrant.js';
import { listAssignedRoles } from './listAssignments.js';
import type { Subject } from './policy.js';
import { roleBodies } from './roleBody.js';
import type { RoleRouteParts } from './roleRoutes.js';
import { IdText, PlainRoleList, RoleList } from './roleSchemas.js';

const tags = ['IAM'];

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
  const declare = (operation: Operation) => ({ declaration: { operation, family: 'keystone' } as const });
  const answers = { 204: NoContent, ...keystoneErrors };

  /** What the path names; 404 where it names another account, as for one that is not there (S16). */
  const grantOf = (params: Params, domainId: DomainId): GrantReference => ({
    model: 'role',
    policyId: params['role_id'] ?? '',
    subject: { kind, id: params[subjectParameter] ?? '' },
    scope: scopeOf(place, params, domainId),
  });

  app.put(
    onePath,
    {
      config: declare(operations.assign),
      schema: {
        summary: `Assign a role to a ${kind} ${place.described}.`,
        tags,
        params: roleParams,
        response: answers,
      },
    },
    async (request, reply) => {
      const { domainId } = callerOf(request);
      await giveGrant(parts, domainId, grantOf(request.params, domainId));
      return noContent(reply);
    },
  );

  app.delete(
    onePath,
    {
      config: declare(operations.revoke),
      schema: {
        summary: `Take a role from a ${kind} ${place.described}.`,
        tags,
        params: roleParams,
        response: answers,
      },
    },
    async (request, reply) => {
      const { domainId } = callerOf(request);
      await takeGrant(parts, domainId, grantOf(request.params, domainId));
      return noContent(reply);
    },
  );

  if (operations.check !== undefined) {
    app.head(
      onePath,
      {
        config: declare(operations.check),
        schema: {
          summary: `Whether a ${kind} has a role ${place.described}.`,
          tags,
          params: roleParams,
          response: answers,
        },
      },
      async (request, reply) => {
        const { domainId } = callerOf(request);
        const found = await hasGrant(database, domainId, grantOf(request.params, domainId));
        if (!found) throw new ApiError('DPL.0404', ['grant']);
        return noContent(reply);
      },
    );
  }

  app.get(
    listPath,
    {
      config: declare(operations.list),
      schema: {
        summary: `The roles that a ${kind} has ${place.described}.`,
        tags,
        params: subjectParams,
        querystring: PageQuery,
        response: { 200: checkable ? RoleList : PlainRoleList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { subject, scope } = grantOf(request.params, domainId);
      await requireScope(database, domainId, scope);
      await requireSubject(database, domainId, subject);
      const endpoint = endpointOf(request, parts.endpoint);
      const assigned = await listAssignedRoles(database, domainId, subject, scope);
      const { items, links } = keystonePage(request, request.query, parts.endpoint, assigned, ({ id }) => id);
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
  return Type.Unsafe<Params>(Type.Object(Object.fromEntries(names.map((name) => [name, IdText]))));
}
