import { isDeleting, taskForbidsDeletion } from '../../desktops/taskStatus.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import type { Deletable, PartKind } from '../plan/readDeletables.js';

/** What is to be done with a desktop, or a part of one, that somebody wants deleted. */
export type Verdict =
  | { readonly kind: 'delete' }
  /** It is being deleted already. */
  | { readonly kind: 'join' }
  /** Deleted already, of another project, or never there: not to be told apart (S16). */
  | { readonly kind: 'missing' }
  | { readonly kind: 'busy'; readonly desktopId: DesktopId; readonly taskStatus: string }
  | { readonly kind: 'protected'; readonly desktopId: DesktopId }
  /** No desktop is left without its system disk. */
  | { readonly kind: 'system-disk' }
  /** A disk goes with its desktop, a snapshot with its desktop or disk. */
  | { readonly kind: 'goes-with-more' };

/** The one gate that every path to a deletion goes through: nothing is written before it (S4, S14). */
export function judgeDeletion(desktop: Deletable | undefined, force: boolean): Verdict {
  if (desktop === undefined || desktop.gone) return { kind: 'missing' };
  if (desktop.part?.isRoot === true) return { kind: 'system-disk' };
  if (desktop.part?.goesWithMore === true) return { kind: 'goes-with-more' };
  if (isDeleting(desktop.taskStatus)) return { kind: 'join' };
  const desktopId = desktop.part?.desktopId ?? desktop.id;
  if (desktop.isProtected) return { kind: 'protected', desktopId };
  if (taskForbidsDeletion(desktop.taskStatus, force))
    return { kind: 'busy', desktopId, taskStatus: desktop.taskStatus };
  return { kind: 'delete' };
}

/** The refusal that a verdict stands for; undefined when it is none. */
export function refusalOf(id: DesktopId, verdict: Verdict, what: 'desktop' | PartKind): ApiError | undefined {
  switch (verdict.kind) {
    case 'delete':
    case 'join':
      return undefined;
    case 'missing':
      return new ApiError('DPL.0404', [what]);
    case 'busy':
      return new ApiError('WKS.00010032', [verdict.desktopId, verdict.taskStatus]);
    case 'protected':
      return new ApiError('DPL.0423', [verdict.desktopId]);
    case 'system-disk':
      return new ApiError('DPL.0430', [id]);
    case 'goes-with-more':
      return new ApiError(what === 'snapshot' ? 'DPL.0435' : 'DPL.0431', [id]);
  }
}
