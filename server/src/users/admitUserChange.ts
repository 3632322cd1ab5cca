import { refusalOfEffect } from '../access/authorize.js';
import type { Caller } from '../access/caller.js';
import type { ProjectId } from '../ids.js';
import type { AdmitUserChange } from './ensureDesktopUsers.js';

/** Lets a call make and change the users that it names, unless a policy of the caller forbids that. */
export function admitUserChange(principal: Caller, projectId: ProjectId): AdmitUserChange {
  return (action, { id, enterpriseProjectId }) => {
    const resource = { type: 'user', id, tags: new Map(), enterpriseProjectId } as const;
    const refusal = refusalOfEffect(principal, action, 'user', { projectId, resource });
    if (refusal !== undefined) throw refusal;
  };
}
