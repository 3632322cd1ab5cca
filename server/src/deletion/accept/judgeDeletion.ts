import { isDeleting, taskForbidsDeletion } from '../../desktops/taskStatus.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import type { Deletable } from '../plan/readDeletables.js';

/** What is to be done with a desktop that somebody wants deleted. */
export type Verdict =
  | { readonly kind: 'delete' }
  /** It is being deleted already. */
  | { readonly kind: 'join' }
  /** Deleted already, of another project, or never there: not to be told apart (S16). */
  | { readonly kind: 'missing' }
  | { readonly kind: 'busy'; readonly taskStatus: string }
  | { readonly kind: 'protected' };

/** The one gate that every path to a deletion goes through: nothing is written before it (S4, S14). */
export function judgeDeletion(desktop: Deletable | undefined, force: boolean): Verdict {
  if (desktop === undefined || desktop.gone) return { kind: 'missing' };
  if (isDeleting(desktop.taskStatus)) return { kind: 'join' };
  if (desktop.isProtected) return { kind: 'protected' };
  if (taskForbidsDeletion(desktop.taskStatus, force)) return { kind: 'busy', taskStatus: desktop.taskStatus };
  return { kind: 'delete' };
}

/** The refusal that a verdict stands for; undefined when it is none. */
export function refusalOf(desktopId: DesktopId, verdict: Verdict): ApiError | undefined {
  switch (verdict.kind) {
    case 'delete':
    case 'join':
      return undefined;
    case 'missing':
      return new ApiError('DPL.0404', ['desktop']);
    case 'busy':
      return new ApiError('WKS.00010032', [desktopId, verdict.taskStatus]);
    case 'protected':
      return new ApiError('DPL.0423', [desktopId]);
  }
}
