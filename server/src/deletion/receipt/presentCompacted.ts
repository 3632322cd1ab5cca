import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import { itemKinds } from '../../engines/contract.js';
import type { Language } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { asTheyGo, stageOf } from '../plan/planDeletion.js';
import { explainOutcome } from '../plan/planReasons.js';
import { type Bundle, presentPartId } from './presentDeletion.js';
import type { DeletionNames } from './readNames.js';

/**
 * A deletion of which only the receipt is left, as the API answers it. The receipt repeats what the ledger said, except for names
 * and counts of failures.
 */
export function presentCompacted(
  desktopId: DesktopId,
  names: DeletionNames,
  receipt: Bundle,
  language: Language,
) {
  const said = readJson(Buffer.from(receipt.receipt.envelope.payload, 'base64').toString('utf8'));
  const accepted = objectOf(said['accepted']);
  const flags = objectOf(said['carried_out']);
  const items = asTheyGo(listOf(said['items']).map(presentItem));
  return {
    desktop_id: textOf(said['desktop_id']) ?? desktopId,
    ...presentPart(said),
    computer_name: names.computerName,
    // Receipts of version 1 do not say.
    engine: textOf(objectOf(said['engine'])['name']),
    state: 'done' as const,
    delete_users: flags['delete_users'] === true,
    email_notification: flags['email_notification'] === true,
    is_force_delete: flags['is_force_delete'] === true,
    plan_digest: textOf(accepted['plan_digest']) ?? '',
    accepted_at: textOf(accepted['at']) ?? '',
    accepted_by: textOf(objectOf(accepted['actor'])['user_id']) ?? '',
    accepted_by_name: names.acceptedByName,
    request_id: textOf(accepted['request_id']) ?? '',
    failed_since: null,
    completed_at: textOf(said['completed_at']),
    progress: { ended: items.length, total: items.length },
    items,
    users: listOf(said['users']).map((user) => {
      const [outcome, reason] = [textOf(user['outcome']), textOf(user['reason'])];
      return {
        user_id: textOf(user['user_id']) ?? '',
        user_name: '',
        outcome,
        reason: explainOutcome({ outcome, reason }, language),
      };
    }),
    receipt_state: 'sealed' as const,
    receipt,
  };
}

function presentPart(said: JsonObject) {
  const [volumeId, snapshotId] = [textOf(said['volume_id']), textOf(said['snapshot_id'])];
  if (volumeId !== null) return presentPartId('volume', volumeId);
  return snapshotId === null ? {} : presentPartId('snapshot', snapshotId);
}

function presentItem(item: JsonObject) {
  const known = itemKinds.find((kind) => kind === item['kind']) ?? 'port';
  const key = objectOf(item['key']);
  return {
    item_id: textOf(item['item_id']) ?? '',
    kind: known,
    intent: item['intent'] === 'detach' ? ('detach' as const) : ('delete' as const),
    stage: stageOf(known),
    snapshot_name: null,
    volume_id: null,
    provider_id: textOf(item['provider_id']),
    size: null,
    volume_type: null,
    device: null,
    ip_address: null,
    asked_at: textOf(item['last_asked_at']),
    first_absent_at: textOf(item['first_absent_at']),
    ended: textOf(item['ended']),
    ended_at: textOf(item['ended_at']),
    absence_grade: textOf(item['absence_grade']),
    key_id: textOf(key['id']),
    key_destroyed_at: textOf(key['destroyed_at']),
    observed_by: textOf(item['observed_by']),
    attempts: 0,
    last_error: null,
    released_by: textOf(item['released_by']),
    released_by_name: textOf(item['released_by']) === null ? null : '',
    release_reason: textOf(item['release_reason']),
  };
}

/** An entry of our own making, read back. */
function readJson(text: string): JsonObject {
  const content: JsonObject = JSON.parse(text);
  return content;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
