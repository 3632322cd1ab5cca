import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { speakByName } from '../desktops/asTheyAreCalled.js';
import type { Desktop } from '../desktops/findDesktops.js';
import type { Session } from '../session.js';

export interface PlanOptions {
  readonly deleteUsers: boolean;
  readonly email: boolean;
  readonly force: boolean;
}

/** What the service would do if it were asked to delete a desktop now. */
export interface ShownPlan {
  readonly desktop: Desktop;
  /** As the API gives it; undefined when the desktop cannot be deleted. */
  readonly plan: unknown;
  /** To be sent along, so that nothing but this is done. None for a desktop that is being deleted already: its plan stands. */
  readonly digest: string | undefined;
  /** Why it cannot be deleted, in the service's words. */
  readonly refusal: string | undefined;
}

/** The flags as queries and bodies have them. */
export function flagsOf({ deleteUsers, email, force }: PlanOptions) {
  return { delete_users: deleteUsers, email_notification: email, is_force_delete: force };
}

/**
 * The service's own plan for each desktop. Of several, one that is refused is told with its reason and holds up no other.
 * @throws {Refusal} when the only one is refused
 */
export async function readPlans(
  session: Session,
  desktops: readonly Desktop[],
  options: PlanOptions,
): Promise<ShownPlan[]> {
  const plans: ShownPlan[] = [];
  for (const desktop of desktops) {
    try {
      const { body } = await session.api.get(`/desktops/${desktop.id}/deletion-plan`, flagsOf(options));
      const digest = isBeingDeleted(desktop) ? undefined : textAt(body, 'digest');
      plans.push({ desktop, plan: body, digest, refusal: undefined });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const refusal = speakByName(session, [desktop], error);
      if (desktops.length === 1) throw refusal;
      plans.push({ desktop, plan: undefined, digest: undefined, refusal: refusal.message });
    }
  }
  return plans;
}

function isBeingDeleted({ detail }: Desktop): boolean {
  return ['deleting', 'deleteFailed'].includes(textAt(detail, 'task_status'));
}
