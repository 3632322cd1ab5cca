import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { Type } from 'typebox';
import { refusalOfEffect } from '../../access/authorize.js';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { authorizeDesktop, type DesktopAccess } from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import type { EngineName } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import { workspace } from '../../http/declare.js';
import { readIfMatch } from '../../http/ifMatch.js';
import { refreshCaller } from '../../http/request.js';
import { conditionHeader } from '../../http/schemas/conditionHeader.js';
import { DesktopIdText, DesktopPath } from '../../http/schemas/ids.js';
import { JobAnswer, NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId } from '../../ids.js';
import type { DeletionFlags } from '../plan/planDeletion.js';
import { readPlannedGroups } from '../plan/planGroups.js';
import { PlanAnswer, presentPlan } from '../plan/presentPlan.js';
import type { Deletable, FoundDesktops } from '../plan/readDeletables.js';
import { readSnapshotNames } from '../plan/readSnapshotNames.js';
import { type DeletionOrder } from './acceptanceStore.js';
import { acceptDeletion, acceptDeletions, planAsked, type RenewOrder } from './acceptDeletions.js';
import type { Grantee } from './grantee.js';
import { createPostgresAcceptanceStore, type PostgresAcceptanceStore } from './postgresAcceptanceStore.js';

export interface DeletionRouteParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  /** Which engine carries deletions out. */
  readonly engineName: EngineName;
  readonly grantee: Grantee;
  readonly database: Database;
  /** Something became due. */
  readonly announceWork: () => void;
}

/** The three flags of a deletion with their defaults, as query parameters or in a body (docs/reference/deletion.md#flags). */
const flagFields = {
  delete_users: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Delete each desktop user who has no other desktop once this one is gone.',
    }),
  ),
  email_notification: Type.Optional(
    Type.Boolean({ default: true, description: 'Mail the desktop users once the desktop is gone.' }),
  ),
  is_force_delete: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Do not wait for a graceful end, and cancel whatever runs on the desktop.',
    }),
  ),
};

/** DeleteDesktop and BatchDeleteDesktops (docs/reference/deletion.md#calls). */
export function addDeletionRoutes(app: Server, parts: DeletionRouteParts): void {
  const { ambient, engineName, database } = parts;
  const store = createPostgresAcceptanceStore(parts.pool, ambient, engineName, parts.grantee);

  app.delete(
    '/v2/:project_id/desktops/:desktop_id',
    workspace('DeleteDesktop', 'Delete one desktop', {
      description:
        'The deleted desktop cannot be restored. It goes in the background; once it is gone, showing it answers 404.',
      path: DesktopPath,
      query: Type.Object({
        ...flagFields,
        computer_name: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 64,
            description:
              'The name that somebody confirmed. If the desktop is called otherwise by now, the answer is a 412 and nothing is done.',
          }),
        ),
      }),
      headers: conditionHeader,
      answers: { 204: NoContent },
      comparesRights: true,
    }),
    async (request, reply) => {
      const { desktop_id: desktopId } = request.params;
      const agreed = {
        digests: readIfMatch(request.headers['if-match']),
        computerName: request.query.computer_name,
      };
      const { access, desktops } = await readForCaller(store, request, [desktopId]);
      const desktop = desktops.get(desktopId);
      const order = authorizeDeletion(request, access, request.query, new Map([[desktopId, desktop]]));
      if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
      const jobId = await acceptDeletion(store, ambient, order, desktop, agreed, async (known) => {
        const again = { ...access, principal: await refreshCaller(request) };
        const found = new Map([[desktopId, known.get(desktopId)]]);
        return authorizeDeletion(request, again, request.query, found);
      });
      parts.announceWork();
      return reply.code(204).header('x-job-id', jobId).send(null);
    },
  );

  app.post(
    '/v2/:project_id/desktops/batch-delete',
    workspace('BatchDeleteDesktops', 'Delete desktops', {
      description:
        'What becomes of each desktop is told by the sub-jobs of the answered job. With If-Match, the digest of the plan of each desktop must be ' +
        'among those given; otherwise the answer is a 412 and nothing is done.',
      body: Type.Object({
        desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
        ...flagFields,
      }),
      headers: conditionHeader,
      answers: { 202: JobAnswer },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const agreed = { digests: readIfMatch(request.headers['if-match']) };
      const { body } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      const known = await store.read(access.projectId, desktopIds);
      const asked = new Map(desktopIds.map((id) => [id, known.get(id)]));
      const order = authorizeDeletion(request, access, body, asked);
      const renew: RenewOrder = async (found) => {
        const again = { ...access, principal: await refreshCaller(request) };
        const all = new Map(desktopIds.map((id) => [id, found.get(id) ?? known.get(id)]));
        return authorizeDeletion(request, again, body, all);
      };
      const jobId = await acceptDeletions(store, ambient, order, desktopIds, known, renew, agreed);
      parts.announceWork();
      // The path of the other call names its desktop by itself.
      request.log.info({ job: jobId, desktops: desktopIds }, 'deletions were asked for');
      return reply.code(202).send({ job_id: jobId });
    },
  );
  app.get(
    '/v2/:project_id/desktops/:desktop_id/deletion-plan',
    workspace('ShowDeletionPlan', 'What a deletion would do', {
      description: 'Changes nothing. Made by the same planner that a deletion is carried out with.',
      path: DesktopPath,
      query: Type.Object(flagFields),
      answers: { 200: PlanAnswer },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const desktop = (await store.read(access.projectId, [desktopId])).get(desktopId);
      authorizeDesktop(access, desktopId, withPorts(desktop));
      const flags = readFlags(request.query);
      if (flags.deleteUsers) refuseDeniedUsers(access, desktop);
      const { plan, computerName } = planAsked(desktopId, desktop, flags);
      const groups = await readPlannedGroups(database, access.projectId, desktopId);
      const snapshots = await readSnapshotNames(database, access.projectId, desktopId);
      return reply
        .header('etag', `"${plan.digest}"`)
        .send(presentPlan(plan, { computerName, groups, snapshots }, engineName, request.language));
    },
  );
}

/** Reads desktops, and in the same snapshot whether the caller still has the rights that were read before: else reads those anew. */
async function readForCaller(
  store: PostgresAcceptanceStore,
  request: FastifyRequest,
  desktopIds: readonly DesktopId[],
): Promise<{ readonly access: DesktopAccess; readonly desktops: FoundDesktops['desktops'] }> {
  const access = accessOf(request);
  const { domainId, iamRevision: known } = access.principal;
  const { desktops, iamRevision } = await store.readFor(domainId, access.projectId, desktopIds);
  if (iamRevision === known) return { access, desktops };
  return { access: { ...access, principal: await refreshCaller(request) }, desktops };
}

/**
 * Asks for the right to delete each of the desktops, and makes the order of it.
 * @throws {ApiError} DPL.0403, for the first that may not be deleted, and for the first user who may not, if users go along
 */
function authorizeDeletion(
  request: Pick<FastifyRequest, 'id' | 'language'>,
  access: DesktopAccess,
  flags: Parameters<typeof readFlags>[0],
  desktops: ReadonlyMap<DesktopId, Deletable | undefined>,
): DeletionOrder {
  const allowedBy = new Map(
    [...desktops].map(([id, desktop]) => [id, authorizeDesktop(access, id, withPorts(desktop))]),
  );
  const asked = readFlags(flags);
  if (asked.deleteUsers) for (const desktop of desktops.values()) refuseDeniedUsers(access, desktop);
  return { ...calledBy(access, request), flags: asked, allowedBy };
}

/** What an order says of the call: who asks, in which language, and what their rights were read at. */
export function calledBy(
  { projectId, principal }: DesktopAccess,
  { id: requestId, language }: Pick<FastifyRequest, 'id' | 'language'>,
) {
  const { userId, userName, domainId, iamRevision } = principal;
  const authority = { domainId, iamRevision };
  return { projectId, acceptedBy: userId, actorName: userName, requestId, language, authority };
}

/**
 * Refuses to delete a desktop's users along with it when a policy forbids to delete one of them; without users, one that would be
 * to come. What becomes of each is decided at the end of the desktop, so every one of them counts.
 * @throws {ApiError} DPL.0403
 */
function refuseDeniedUsers({ principal, projectId }: DesktopAccess, desktop: Deletable | undefined): void {
  const users = [...(desktop?.userEnterpriseProjects ?? [])];
  for (const [id, enterpriseProjectId] of users.length === 0 ? [['*', ''] as const] : users) {
    const resource = { type: 'user', id, tags: new Map(), enterpriseProjectId } as const;
    const refusal = refusalOfEffect(principal, 'workspace:users:delete', 'user', { projectId, resource });
    if (refusal !== undefined) throw refusal;
  }
}

/** Policies are asked about a desktop's ports too. */
function withPorts(desktop: Deletable | undefined) {
  if (desktop === undefined) return undefined;
  const { tags, enterpriseProjectId, inventory } = desktop;
  const ports = inventory.items.flatMap(({ kind, providerId }) =>
    kind === 'port' && providerId !== null ? [providerId] : [],
  );
  return { tags, enterpriseProjectId, ports };
}

/** The flags that a call gives, with the documented defaults for the ones it does not. */
function readFlags(given: {
  readonly delete_users?: boolean;
  readonly email_notification?: boolean;
  readonly is_force_delete?: boolean;
}): DeletionFlags {
  return {
    deleteUsers: given.delete_users ?? false,
    emailNotification: given.email_notification ?? true,
    force: given.is_force_delete ?? false,
  };
}
