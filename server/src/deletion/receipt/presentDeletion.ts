import type { Static } from 'typebox';
import type { Language } from '../../errors/errors.js';
import { describeLastError } from '../ledger/askedInVain.js';
import type { Deleted, LedgerDeletion, LedgerItem } from '../ledger/ledgerDeletion.js';
import { asTheyGo } from '../plan/planDeletion.js';
import { explainOutcome } from '../plan/planReasons.js';
import type { assembleBundle } from './assembleBundle.js';
import type { DeletionNames } from './readNames.js';
import type { DeletionAnswer } from './schemas.js';

/** What is handed out of a sealed receipt. */
export type Bundle = NonNullable<Awaited<ReturnType<typeof assembleBundle>>>;

/** A deletion as the API answers it. */
export function presentDeletion(
  deletion: LedgerDeletion,
  names: DeletionNames,
  receipt: Bundle | undefined,
  language: Language,
) {
  const { flags, items, users } = deletion;
  return {
    desktop_id: deletion.diskOf ?? deletion.desktopId,
    ...presentPartId(deletion.kind, deletion.desktopId),
    computer_name: names.computerName,
    engine: deletion.engine,
    state: deletion.state,
    delete_users: flags.deleteUsers,
    email_notification: flags.emailNotification,
    is_force_delete: flags.force,
    plan_digest: deletion.planDigest,
    accepted_at: deletion.acceptedAt.toISOString(),
    accepted_by: deletion.acceptedBy,
    accepted_by_name: names.acceptedByName,
    request_id: deletion.requestId,
    failed_since: toTime(deletion.failedSince),
    completed_at: toTime(deletion.completedAt),
    progress: { ended: items.filter((item) => item.ended !== null).length, total: items.length },
    items: asTheyGo(items).map((item) => presentItem(item, names, language)),
    users: users.map((user) => ({
      user_id: user.id,
      user_name: user.name,
      outcome: user.outcome,
      reason: explainOutcome(user, language),
    })),
    receipt_state: receiptState(deletion, receipt !== undefined),
    receipt: receipt ?? null,
  };
}

/** The disk or snapshot that went without its desktop, where one did. */
export function presentPartId(
  kind: Deleted['kind'],
  id: string,
): { readonly volume_id?: string; readonly snapshot_id?: string } {
  if (kind === 'desktop') return {};
  return kind === 'volume' ? { volume_id: id } : { snapshot_id: id };
}

function presentItem(item: LedgerItem, names: DeletionNames, language: Language) {
  const known = names.items.get(item.id);
  return {
    item_id: item.id,
    kind: item.kind,
    intent: item.intent,
    stage: item.stage,
    snapshot_name: known?.snapshotName ?? null,
    volume_id: known?.snapshotOf ?? null,
    provider_id: item.providerId,
    size: known?.sizeGib ?? null,
    volume_type: known?.volumeType ?? null,
    device: known?.device ?? null,
    ip_address: known?.address ?? null,
    asked_at: toTime(item.lastAskedAt),
    first_absent_at: toTime(item.firstAbsentAt),
    ended: item.ended,
    ended_at: toTime(item.endedAt),
    absence_grade: item.grade,
    key_id: item.keyId,
    key_destroyed_at: toTime(item.keyDestroyedAt),
    observed_by: item.observedBy,
    attempts: item.attempts,
    last_error: describeLastError(item.lastError, language),
    released_by: item.releasedBy,
    released_by_name: known?.releasedByName ?? null,
    release_reason: item.releaseReason,
  };
}

function receiptState(
  { state, replayedAt }: LedgerDeletion,
  sealed: boolean,
): Static<typeof DeletionAnswer>['receipt_state'] {
  if (sealed) return 'sealed';
  if (replayedAt !== null) return 'replayed';
  return state === 'done' ? 'unsealed' : 'running';
}

function toTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
