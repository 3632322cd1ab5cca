import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';

/**
 * JSON objects in a fifth of their canonical text: ids, hashes and times as bytes, known texts and lists of names as one byte, and what
 * was said before as its place. Every object comes back equal, so that its canonical text has the same bytes.
 *
 * First comes the version. A value is a byte that says what it is, then what it takes. Lengths and whole numbers have seven bits in a byte,
 * the lowest first, and the eighth in all but the last.
 */
export const version = 1;

export const kinds = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  /** As JSON text: length, bytes. */
  number: 4,
  /** 16 bytes each; with dashes and without. */
  uuid: 5,
  hex16: 6,
  /** 32 bytes. */
  hex32: 7,
  /** Milliseconds since 1970 in 6 bytes. */
  time: 8,
  /** Length, UTF-8. */
  text: 9,
  /** The place among the texts of this object that are not single bytes. */
  again: 10,
  /** Count, values. */
  list: 11,
  /** Count, then each name as a text, and its value. */
  object: 12,
  /** `dp-` before a UUID: how items are called in the engine. */
  itemName: 13,
} as const;
export const firstWord = 0x20;
export const firstShape = 0x80;

/** Whether these bytes are a packed object; text of JSON begins otherwise. */
export function isPacked(bytes: Buffer): boolean {
  return bytes[0] === version;
}

/**
 * The texts that acceptances and receipts are made of. Each stands for its place in this list wherever an entry of the log was packed:
 * never change or move one, add new ones at the end, 96 at most. Without them an entry is only larger.
 */
export const packedWords: readonly string[] = [
  '',
  'acceptance',
  'deletion-receipt',
  'deskplane',
  '0.1.0',
  'simulated',
  'local',
  'server',
  'volume',
  'port',
  'delete',
  'detach',
  'keep',
  'decide',
  '1',
  'created',
  'preexisting',
  'absent',
  'detached',
  'released',
  'host-confirmed',
  'api-absent',
  'crypto-erased',
  'kept',
  'deleted',
  'queued',
  'not-asked-for',
  'tenant-sends-none',
  'no-address',
  'deletion of users was not asked for',
  'owned no other desktop',
  'owns no other desktop',
  'owns 1 other desktop',
  'account-root',
  'ApiCall',
  'WORKSPACE',
  'desktop',
  'normal',
  'accepted',
  'v2',
  '202',
  '204',
  'POST',
  'DELETE',
  'deleteDesktop',
  'deleteDesktops',
  'token',
  'session',
  '/v2/:project_id/desktops/:desktop_id',
  '/v2/:project_id/desktops/batch-delete',
];

/** The names of the members of objects, sorted. As with the texts: never change or move one; 128 at most. */
export const packedShapes: readonly (readonly string[])[] = [
  'actor allowed_by at computer_name desktop_id engine flags items job_id plan_digest project_id request_id revision task_cancelled trace type users',
  'actor allowed_by at computer_name desktop_id engine flags items job_id plan_digest project_id request_id revision task_cancelled type users',
  'name user_id',
  'delete_users email_notification is_force_delete',
  'generation intent item_id kind provider_id',
  'generation intent item_id key_id kind provider_id',
  'email intent name user_id',
  'api_version code decision outcome project_id record_time request request_id resource_id resource_ids resource_name resource_type service_type source_ip trace_id trace_name trace_rating trace_type user',
  'allowed by',
  'flags method path',
  'credential domain id name',
  'id',
  'accepted carried_out completed_at computer_name desktop_id engine force_skipped items job_ids project_id raised_later service type users version',
  'actor allowed_by at entry flags job_id plan_digest request_id',
  'actor allowed_by at flags request_id',
  'user_id',
  'name simulated',
  'graceful_stop task_cancelled',
  'absence_grade asked_at created_at ended ended_at first_absent_at generation intent item_id kind last_asked_at name observed_by ownership planned_at provider_id release_reason released_by',
  'absence_grade asked_at created_at ended ended_at first_absent_at generation intent item_id key kind last_asked_at name observed_by ownership planned_at provider_id release_reason released_by',
  'destroyed_at id',
  'instance name version',
  'email mail name outcome reason user_id',
].map((names) => names.split(' '));

/** `Array.isArray` does not know read-only arrays. */
export function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
