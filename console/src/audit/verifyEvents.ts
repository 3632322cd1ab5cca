import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { AuditEvent } from './filter';
import type { KeptHead } from './keptHead';

/** What was found out about events and the log that they are in. */
export type LogVerdict =
  | {
      readonly valid: true;
      readonly passed: readonly string[];
      /** How many entries the log has, and when that was signed. */
      readonly size: number;
      readonly time: string;
      /** The entries that were looked at, and how many of them are audit events of the account. */
      readonly entries: number;
      readonly events: number;
      readonly removed: number;
      /** How many entries the log had when this browser saw it last; undefined: it sees it for the first time. */
      readonly before: number | undefined;
      /** Keys that were not there then. */
      readonly newKeys: readonly string[];
      /** Of the events on the page those that are in the log word for word, and those that are not sealed yet. */
      readonly found: number;
      readonly unsealed: number;
      /** What to hold the log to the next time. */
      readonly kept: KeptHead;
    }
  | { readonly valid: false; readonly failed: string; readonly reason: string };

/**
 * Verifies an export with the verifier that the command has (`deskplane audit verify`), against the head that was kept, and holds the
 * events that a page shows to it.
 */
export async function verifyEvents(
  file: Blob,
  shown: readonly AuditEvent[],
  kept: KeptHead | undefined,
): Promise<LogVerdict> {
  const { Buffer } = await import('buffer/');
  Object.assign(globalThis, { Buffer });
  const { verifyAuditExport } = await import('@deskplane/verify/verifyAuditExport.js');
  const { readEnvelope } = await import('@deskplane/verify/readBundle.js');
  const older = kept === undefined ? undefined : readEnvelope(toJson(kept.head), 'the kept head');
  const bytes = Buffer.from(await file.arrayBuffer());
  const verdict = verifyAuditExport(bytes, older === undefined ? {} : { head: older });
  if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  const { head, keys } = readHead(lines[0] ?? '');
  const sealed = readSealed(lines.slice(1, -1));
  const there = shown.filter(({ trace_id }) => sealed.has(trace_id));
  const another = there.find((event) => describe(event) !== sealed.get(event.trace_id));
  if (another !== undefined)
    return {
      valid: false,
      failed: 'shown',
      reason: `${another.trace_name} ${another.trace_id}`,
    };
  const known = new Set(kept?.keys.map(keyIdOf));
  return {
    valid: true,
    passed: verdict.passed,
    size: verdict.head.size,
    time: verdict.head.time,
    entries: verdict.end - verdict.start,
    events: verdict.events,
    removed: verdict.removed,
    before: kept === undefined ? undefined : await sizeOf(kept.head),
    newKeys: kept === undefined ? [] : keys.map(keyIdOf).filter((id) => !known.has(id)),
    found: there.length,
    unsealed: shown.length - there.length,
    kept: { head, keys },
  };
}

/** How many entries a kept head speaks of, as it says itself. */
export async function sizeOf(head: unknown): Promise<number> {
  const { Buffer } = await import('buffer/');
  const { payload } = Object(head);
  const said: unknown = JSON.parse(Buffer.from(String(payload), 'base64').toString('utf8'));
  return Number(Object(said).size);
}

function readHead(line: string): KeptHead {
  const content: unknown = JSON.parse(line);
  const { head, keys } = Object(content);
  return { head, keys: Array.isArray(keys) ? keys : [] };
}

/** What the log says of each event of the account, by its id, in the words of {@link describe}. */
function readSealed(lines: readonly string[]): ReadonlyMap<string, string> {
  const sealed = new Map<string, string>();
  for (const line of lines) {
    const entry: { readonly payload?: string; readonly opened?: readonly Opened[] } = JSON.parse(line);
    if (entry.payload === undefined) continue;
    const { trace }: { readonly trace: JsonObject } = JSON.parse(entry.payload);
    const open = (subject: string, field: string): string | null =>
      entry.opened?.find((one) => one.subject === subject && one.field === field)?.value ?? null;
    const { user, outcome, decision } = trace;
    sealed.set(
      textOf(trace['trace_id']),
      write([
        trace['trace_name'] ?? '',
        trace['trace_rating'] ?? '',
        trace['code'] ?? '',
        trace['resource_type'] ?? null,
        trace['resource_id'] ?? null,
        trace['request_id'] ?? '',
        Object(user).id ?? null,
        Date.parse(textOf(trace['record_time'])),
        open('actor', 'name'),
        open('actor', 'source_ip'),
        open('resource', 'name'),
        { outcome: outcome ?? null, decision: decision ?? null },
      ]),
    );
  }
  return sealed;
}

interface Opened {
  readonly subject: string;
  readonly field: string;
  readonly value: string;
}

/** All that a page shows of an event, as one text to be compared. */
function describe(event: AuditEvent): string {
  const message: JsonObject = JSON.parse(event.message);
  return write([
    event.trace_name,
    event.trace_rating,
    event.code,
    event.resource_type,
    event.resource_id,
    event.request_id,
    event.user.id,
    event.record_time,
    event.user.name,
    event.source_ip,
    event.resource_name,
    { outcome: message['outcome'] ?? null, decision: message['decision'] ?? null },
  ]);
}

/** JSON with the names of each object in order, so that the same says the same. */
function write(value: JsonValue): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

const keyIdOf = (key: unknown): string => String(Object(key).kid);

function toJson(value: unknown): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  return json;
}
