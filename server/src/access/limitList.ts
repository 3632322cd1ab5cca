import type { ProjectId } from '../ids.js';
import { accessDenied } from './authorize.js';
import type { Caller } from './caller.js';
import { describeAccess, resourceUrn } from './describeAccess.js';
import { permissions } from './permissions/table.js';
import { type ListedItem, type ListLimits, limitsFor } from './policies/limitsFor.js';
import { sessionGrantsOf } from './sessionPolicy.js';

/** One thing that a list may show. */
export type Listed = Omit<ListedItem, 'resource'> & { readonly id: string };

/** What of a list the caller may see. */
export type ListScope =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'some';
      /** What besides the enterprise project decides; if nothing does, that alone need be looked at. */
      readonly onlyEnterpriseProject: boolean;
      readonly shows: (item: Listed) => boolean;
    };

const all: ListLimits = { kind: 'all' };

/**
 * How policies limit the list that is asked for (docs/reference/choices.md#lists).
 * @throws {ApiError} DPL.0403 when they show nothing of it
 */
export function limitList(caller: Caller, projectId: ProjectId): ListScope {
  const { context } = caller;
  const permission = permissions[context.operation];
  const { resource: type } = permission;
  if (type === undefined) throw new Error(`${context.operation} lists no resources.`);
  const asked = describeAccess(caller, context, permission, { projectId });
  const request = { ...asked, resource: undefined };
  const session = sessionGrantsOf(caller);
  const limits = [
    caller.isRoot ? all : limitsFor(caller.grants, request),
    session === undefined ? all : limitsFor(session, request),
  ];
  const open = limits.flatMap((each) => {
    if (each.kind === 'none') throw accessDenied(caller, asked, each.denied);
    return each.kind === 'some' ? [each] : [];
  });
  if (open.length === 0) return { kind: 'all' };
  return {
    kind: 'some',
    onlyEnterpriseProject: open.every(({ on }) => !on.resource && on.tags.size === 0),
    shows: ({ id, ...item }) => {
      const listed = { ...item, resource: resourceUrn(caller, context, type, id) };
      return open.every((each) => each.allows(listed));
    },
  };
}
