import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';

/** How a personal value gets into an audit event: as what it returns. */
export type Commit = (subject: 'actor' | 'resource', field: string, value: string) => string | null;

/**
 * An audit event as the log keeps it: the fields of CTS, with commitments where it has names and addresses, and beside them what was
 * decided, why, and what came of it.
 */
export function describeAuditEvent(
  facts: AuditEventFacts,
  auditEventId: string,
  at: Date,
  commit: Commit,
): JsonObject {
  const { actor, resource } = facts;
  return {
    trace_id: auditEventId,
    trace_name: facts.name,
    trace_type: facts.bySystem === true ? 'SystemAction' : 'ApiCall',
    trace_rating: facts.rating,
    service_type: facts.service,
    resource_type: resource.type,
    resource_id: resource.id,
    resource_name: resource.name === undefined ? null : commit('resource', 'name', resource.name),
    resource_ids: facts.resourceIds,
    project_id: facts.projectId ?? null,
    code: facts.code,
    source_ip: commit('actor', 'source_ip', facts.sourceIp),
    user: {
      id: actor?.userId ?? null,
      name: actor === undefined ? null : commit('actor', 'name', actor.userName),
      domain: { id: actor?.domainId ?? null },
      credential: facts.credential,
    },
    api_version: facts.apiVersion,
    request_id: facts.requestId,
    record_time: at.toISOString(),
    request: {
      method: facts.method,
      path: facts.route,
      flags: facts.flags,
      ...(facts.bytes === undefined ? {} : { bytes: facts.bytes }),
    },
    decision: facts.decision,
    outcome: facts.outcome,
  };
}
