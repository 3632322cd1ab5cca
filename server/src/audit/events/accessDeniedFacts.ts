import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import type { FastifyRequest } from 'fastify';
import { AccessDenied, type AccessDeniedFacts } from '../../access/accessDenied.js';
import { permissions } from '../../access/permissions/table.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import type { ApiError } from '../../errors/errors.js';
import type { RouteDeclaration } from '../../http/request.js';
import { requestFacts } from './requestFacts.js';

/** A service that is not open to anyone in the project refuses nobody for his rights. */
const notForRights: ReadonlySet<string> = new Set(['WKS.00010099']);

/**
 * What a refusal by right says for its audit event.
 * @returns undefined when it was refused for another reason, or nobody is known to have been refused
 */
export function accessDeniedFacts(
  request: FastifyRequest,
  declaration: RouteDeclaration,
  refusal: ApiError,
): AuditEventFacts | undefined {
  if (request.principal === undefined || notForRights.has(refusal.code)) return undefined;
  const facts = requestFacts(request, declaration, {});
  return {
    ...facts,
    rating: 'warning',
    code: '403',
    decision: describeAccessDenied(
      refusal instanceof AccessDenied ? refusal.facts : undefined,
      permissions[declaration.operation].action ?? null,
    ),
    outcome: 'denied',
  };
}

/** Who denied what: ids and the statement's place, never a policy's text or the values that conditions were held against. */
function describeAccessDenied(facts: AccessDeniedFacts | undefined, action: string | null): JsonObject {
  if (facts === undefined) return { allowed: false, action };
  const { decision } = facts;
  return {
    allowed: false,
    action: facts.action,
    resource: facts.resource ?? null,
    failed_action: decision.action,
    kind: decision.kind,
    policy_id: decision.by?.policyId ?? null,
    statement: decision.by?.statement ?? null,
  };
}
