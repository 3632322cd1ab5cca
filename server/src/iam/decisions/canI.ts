import type pg from 'pg';
import { judge, narrowingOf } from '../../access/authorize.js';
import type { AccessContext, Caller } from '../../access/caller.js';
import { type AccessedResource, requestTagKeys } from '../../access/conditionKeysOf.js';
import { type AccessRequest, describeAccess } from '../../access/describeAccess.js';
import type { Permission, ResourceType } from '../../access/permissions/permission.js';
import { type Operation, permissions } from '../../access/permissions/table.js';
import type { ConditionKeys } from '../../access/policies/conditionKeys.js';
import type { DecisionRequest } from '../../access/policies/types.js';
import type { Principal } from '../../access/principal.js';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import type { ProjectId } from '../../ids.js';
import { readOtherPrincipal } from '../principals/readOtherPrincipal.js';
import {
  type ExplainedDependency,
  explainAccess,
  explainDependencies,
  type Verdict,
} from './explainAccess.js';
import { findNamedOperation, type NamedOperation } from './namedOperation.js';

export interface CanIParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly region: string;
  /** Whether the calls of an operation are made in a project; otherwise they concern the account as a whole. */
  readonly isInProject: (operation: string) => boolean;
  /** What policies know of a resource; for a missing and a foreign one as of one that never was. */
  readonly findResource: (projectId: ProjectId, type: ResourceType, id: string) => Promise<AccessedResource>;
}

/** May this user do this? */
export interface Question {
  /** Undefined: whoever asks. */
  readonly user: { readonly id: string } | { readonly name: string } | undefined;
  /** Name of an operation or of an action. */
  readonly operation: string;
  readonly resource: { readonly type: ResourceType; readonly id: string } | undefined;
  /** What the call would bring: tags that it gives, the enterprise project that it is for, where it comes from. */
  readonly tags: readonly { readonly key: string; readonly value?: string }[];
  readonly enterpriseProjectId: string | undefined;
  readonly sourceIp: string | undefined;
}

export interface Answer {
  readonly user: Pick<Principal, 'userId' | 'userName'>;
  readonly named: NamedOperation;
  /** Undefined when being signed in is enough, or the user is disabled. */
  readonly request: DecisionRequest | undefined;
  readonly verdict: Verdict | 'disabled' | 'signed-in';
  readonly dependencies: readonly ExplainedDependency[];
  /** What the resource brought with it is not shown: whoever asks may not look at it. */
  readonly withheld: boolean;
}

/**
 * What a call would come to, and by which statement: made of the same decision that the call would meet with.
 * The account itself may ask about each of its users, a user about himself.
 * @throws {ApiError} DPL.0403 about others; DPL.0404 for a user who is not there; WKS.0001 for an unknown operation
 */
export async function canI(
  parts: CanIParts,
  caller: Caller,
  projectId: ProjectId,
  question: Question,
): Promise<Answer> {
  const { principal, enabled } = await findSubject(parts, caller, projectId, question.user);
  const named = findNamedOperation(question.operation);
  if (named === undefined) {
    throw new ApiError('WKS.0001', [
      { en: `operation "${question.operation}" does not exist`, zh: `操作“${question.operation}”不存在` },
    ]);
  }
  const nothing = { user: principal, named, request: undefined, dependencies: [], withheld: false };
  if (!enabled) return { ...nothing, verdict: 'disabled' };
  if (named.permission.action === undefined) {
    const context = await contextFor(parts, caller, projectId, named, question);
    const narrowed = narrowingOf(principal, context, named.permission, undefined);
    if (narrowed === undefined) return { ...nothing, verdict: 'signed-in' };
    return { ...nothing, request: narrowed.request, verdict: narrowed.denied };
  }

  const { resource: asked } = question;
  // A resource that the action does not have would be left out of the decision: better say so.
  if (asked !== undefined && named.operation !== undefined && !isAbout(named, asked.type)) {
    throw new ApiError('WKS.0001', [
      {
        en: `${question.operation} does not apply to a resource of type ${asked.type}`,
        zh: `${question.operation}的对象不是${asked.type}`,
      },
    ]);
  }
  const context = await contextFor(parts, caller, projectId, named, question);
  const resource = await resourceFor(parts, projectId, named, question);
  const access: AccessRequest = {
    projectId: concernsProject(parts, named) ? projectId : undefined,
    keys: await broughtKeys(parts, projectId, named.permission, question.tags),
    ...(resource === undefined ? {} : { resource }),
  };
  const request = describeAccess(principal, context, { ...named.permission, ...typeOf(asked) }, access);
  return {
    user: principal,
    named,
    request,
    verdict: explainAccess(principal, named.permission, request),
    dependencies: explainDependencies(principal, request),
    withheld: asked !== undefined && !mayLook(caller, context, projectId, asked.type, resource),
  };
}

function isAbout({ permission }: NamedOperation, type: ResourceType): boolean {
  return permission.resource === type && permission.asked === 'route';
}

/** Of an action that no operation here asks for: users, accounts and policies are in no project. */
function concernsProject({ isInProject }: CanIParts, { operation, permission }: NamedOperation): boolean {
  if (operation !== undefined) return isInProject(operation);
  return !/^(?:iam|sts|eps):/i.test(permission.action ?? '');
}

async function findSubject(
  { pool }: CanIParts,
  caller: Caller,
  projectId: ProjectId,
  user: Question['user'],
): Promise<{ readonly principal: Principal; readonly enabled: boolean }> {
  if (user === undefined || isSame(caller, user)) return { principal: caller, enabled: true };
  // Whoever was let in with less than the account has may not look around with all of it.
  const narrowed = caller.credential.kind === 'temporary' && caller.credential.sessionPolicy !== undefined;
  if (!caller.isRoot || narrowed) {
    throw new ApiError('DPL.0403', [{ en: 'questions about other users', zh: '查询其他用户权限' }]);
  }
  const found = requireFound(
    await readOtherPrincipal(pool, caller.domainId, user, { kind: 'project', projectId }),
    'user',
  );
  return found;
}

function isSame(caller: Principal, user: NonNullable<Question['user']>): boolean {
  return 'id' in user ? caller.userId === user.id : caller.userName === user.name;
}

async function contextFor(
  { database, ambient, region }: CanIParts,
  caller: Caller,
  projectId: ProjectId,
  { operation }: NamedOperation,
  { user, sourceIp }: Question,
): Promise<AccessContext> {
  const project = await database
    .selectFrom('projects')
    .where('id', '=', projectId)
    .select('name')
    .executeTakeFirst();
  const own = user === undefined || isSame(caller, user);
  return {
    operation: operation ?? caller.context.operation,
    region,
    at: ambient.serviceNow(),
    // From where somebody else would call is not known, unless it is said.
    sourceIp: sourceIp ?? (own ? caller.context.sourceIp : undefined),
    projectName: project?.name,
    requestId: caller.context.requestId,
  };
}

/** Without an id: one that is to be made, or, as far as can be said, any. */
async function resourceFor(
  { findResource }: CanIParts,
  projectId: ProjectId,
  { permission }: NamedOperation,
  { resource, enterpriseProjectId }: Question,
): Promise<AccessedResource | undefined> {
  if (resource !== undefined) return findResource(projectId, resource.type, resource.id);
  if (permission.resource === undefined || permission.asked !== 'route') return undefined;
  return {
    type: permission.resource,
    id: '*',
    tags: new Map(),
    enterpriseProjectId: enterpriseProjectId ?? (isCreation(permission) ? '0' : ''),
  };
}

const isCreation = ({ action }: Permission): boolean => /:(?:batchC|c)reate$/.test(action ?? '');

/** What a call brings besides: the tags that it gives, and with a new desktop how that can be reached. */
export async function broughtKeys(
  { database }: Pick<CanIParts, 'database'>,
  projectId: ProjectId,
  permission: Permission,
  tags: Question['tags'],
): Promise<ConditionKeys> {
  if (!permission.keys.includes('workspace:AccessMode')) return requestTagKeys(tags);
  const workspace = await database
    .selectFrom('workspaces')
    .where('project_id', '=', projectId)
    .select('access_mode')
    .executeTakeFirst();
  return new Map([
    ...requestTagKeys(tags),
    ['workspace:AssociatePublicIp', ['false']],
    ['workspace:AccessMode', [workspace?.access_mode ?? '']],
  ]);
}

/** An action that this service does not know has the resource that was asked about. */
function typeOf(asked: Question['resource']): { readonly resource?: ResourceType } {
  return asked === undefined ? {} : { resource: asked.type };
}

/** What shows a resource of each type. */
const lookOf = {
  desktop: 'ShowDesktopDetail',
  user: 'ListUserDetail',
  userGroup: 'ListUsersOfGroup',
  scheduledTask: 'ShowScheduledTasks',
} as const satisfies Readonly<Record<ResourceType, Operation>>;

/** Whether whoever asks may see what the resource carries; otherwise a question would be a way to look at it. */
function mayLook(
  caller: Caller,
  context: AccessContext,
  projectId: ProjectId,
  type: ResourceType,
  resource: AccessedResource | undefined,
): boolean {
  const permission = permissions[lookOf[type]];
  const access = { projectId, ...(resource === undefined ? {} : { resource }) };
  return judge(caller, describeAccess(caller, context, permission, access)).allowed;
}
