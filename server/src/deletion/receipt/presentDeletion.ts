import type { Static } from 'typebox';
import type { assembleBundle } from './assembleBundle.js';
import type { DeletionReading } from './readDeletion.js';
import type { DeletionAnswer } from './schemas.js';

/** What is handed out of a sealed receipt. */
export type Bundle = NonNullable<Awaited<ReturnType<typeof assembleBundle>>>;

/** A deletion as the API answers it. */
export function presentDeletion({ deletion, items, users }: DeletionReading, receipt: Bundle | undefined) {
  return {
    desktop_id: deletion.desktop_id,
    engine: deletion.engine,
    state: deletion.state,
    delete_users: deletion.delete_users,
    email_notification: deletion.email_notification,
    is_force_delete: deletion.is_force_delete,
    plan_digest: deletion.plan_digest,
    accepted_at: deletion.accepted_at.toISOString(),
    accepted_by: deletion.accepted_by,
    request_id: deletion.request_id,
    failed_since: toTime(deletion.failed_since),
    completed_at: toTime(deletion.completed_at),
    progress: { ended: items.filter((item) => item.ended !== null).length, total: items.length },
    items: items.map((item) => ({
      ...item,
      asked_at: toTime(item.asked_at),
      first_absent_at: toTime(item.first_absent_at),
      ended_at: toTime(item.ended_at),
    })),
    users,
    receipt_state: receiptState(deletion, receipt !== undefined),
    receipt: receipt ?? null,
  };
}

function receiptState(
  { state, replayed_at }: DeletionReading['deletion'],
  sealed: boolean,
): Static<typeof DeletionAnswer>['receipt_state'] {
  if (sealed) return 'sealed';
  if (replayed_at !== null) return 'replayed';
  return state === 'done' ? 'unsealed' : 'running';
}

function toTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
