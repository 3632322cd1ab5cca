import type { Static } from 'typebox';
import type { Language } from '../../../errors/errors.js';
import type { DomainId } from '../../../ids.js';
import type { Policy } from './policy.js';
import type { PolicyBody, VersionBody } from './policySchemas.js';
import type { PolicyVersion } from './policyVersions.js';

/** The name of an identity policy across accounts (docs/reference/policies.md#identity-policies). */
export function policyUrn({ own, path, name }: Policy, domainId: DomainId): string {
  return `iam::${own ? domainId : 'system'}:policy:${path}${name}`;
}

/** An identity policy as the API shows it. */
export function policyBody(
  policy: Policy,
  domainId: DomainId,
  attachments: number,
  language: Language,
): Static<typeof PolicyBody> {
  return {
    policy_type: policy.own ? 'custom' : 'system',
    policy_name: policy.name,
    policy_id: policy.id,
    urn: policyUrn(policy, domainId),
    path: policy.path,
    default_version_id: versionId(policy.version),
    attachment_count: attachments,
    description: policy.own || language === 'en' ? policy.description : policy.descriptionCn,
    created_at: policy.createdAt.toISOString(),
    updated_at: policy.updatedAt.toISOString(),
  };
}

/** A version of an identity policy as the API shows it. */
export function versionBody(version: PolicyVersion): Static<typeof VersionBody> {
  return {
    document: version.document,
    version_id: versionId(version.number),
    is_default: version.isDefault,
    created_at: version.createdAt.toISOString(),
  };
}

const versionId = (version: number): string => `v${version}`;

/** The number of a version from a path that passed its schema. */
export const versionNumber = (versionIdText: string): number => Number(versionIdText.slice(1));
