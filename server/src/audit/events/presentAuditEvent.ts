import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { AuditEventBody } from './schemas.js';

/** A personal value that was not forgotten. */
export interface OpenedValue {
  readonly subject: string;
  readonly field: string;
  readonly value: string;
}

/** An audit event in the form of CTS, with the personal values that can still be opened. */
export function presentAuditEvent(
  trace: JsonObject,
  domainName: string | null,
  opened: readonly OpenedValue[],
  knownAs: string | null,
): AuditEventBody {
  const text = (name: string): string => textOf(trace[name]) ?? '';
  const open = (subject: string, field: string): string | null =>
    opened.find((one) => one.subject === subject && one.field === field)?.value ?? null;
  const time = Date.parse(text('record_time'));
  const user = objectOf(trace['user']);
  const { decision, outcome, request, resource_ids } = trace;
  const facts = {
    ...objectOf(request),
    resource_ids: resource_ids ?? [],
    credential: user['credential'] ?? null,
  };
  return {
    trace_id: text('trace_id'),
    trace_name: text('trace_name'),
    trace_type: text('trace_type'),
    trace_rating: text('trace_rating'),
    service_type: text('service_type'),
    resource_type: textOf(trace['resource_type']),
    resource_id: textOf(trace['resource_id']),
    resource_name: open('resource', 'name'),
    resource_known_as: knownAs,
    code: text('code'),
    source_ip: open('actor', 'source_ip'),
    user: {
      id: textOf(user['id']),
      name: open('actor', 'name'),
      domain: { id: textOf(objectOf(user['domain'])['id']), name: domainName },
    },
    api_version: text('api_version'),
    request_id: text('request_id'),
    request: JSON.stringify(facts),
    message: JSON.stringify({ decision, outcome }),
    time,
    record_time: time,
  };
}

const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);

/** Empty when it is none. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) return {};
  return value;
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
