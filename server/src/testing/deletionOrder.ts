import type { DeletionOrder } from '../deletion/accept/acceptanceStore.js';
import type { DeletionFlags } from '../deletion/plan/planDeletion.js';
import type { ProjectId } from '../ids.js';

/** The order of somebody whose rights are not what is tested. */
export function deletionOrder(projectId: ProjectId, flags: Partial<DeletionFlags> = {}): DeletionOrder {
  return {
    projectId,
    flags: { deleteUsers: false, emailNotification: false, force: false, ...flags },
    acceptedBy: 'caller',
    actorName: 'caller',
    allowedBy: 'account-root',
    requestId: 'request',
    language: 'en',
  };
}
