import { Type } from 'typebox';
import { paging } from '../../http/schemas/paging.js';
import type { NamePolicyId } from '../../ids.js';
import {
  maxDigits,
  maxStartNumber,
  namePolicyNameLength,
  namePolicyNamePattern,
  namePrefixLength,
  namePrefixPattern,
  policiesOfProject,
} from './namePolicyFields.js';

const PolicyId = Type.Unsafe<NamePolicyId>(
  Type.String({ minLength: 1, maxLength: 36, description: 'Name policy ID.' }),
);
const Name = Type.String({ minLength: 1, maxLength: namePolicyNameLength, pattern: namePolicyNamePattern });
const Prefix = Type.String({ minLength: 1, maxLength: namePrefixLength, pattern: namePrefixPattern });
const Digits = Type.Integer({ minimum: 1, maximum: maxDigits });
const Start = Type.Integer({ minimum: 1, maximum: maxStartNumber });
const EachUser = Type.Integer({ minimum: 0, maximum: 1 });

export const NamePolicyPath = { policy_id: PolicyId };

export const CreateNamePolicyBody = Type.Object({
  policy_name: Name,
  name_prefix: Prefix,
  digit_number: Digits,
  start_number: Start,
  single_domain_user_inc: EachUser,
  is_default_policy: Type.Optional(Type.Boolean({ default: false })),
  prefix_truncation_enabled: Type.Optional(Type.Boolean({ default: false })),
});
export type CreateNamePolicyBody = Type.Static<typeof CreateNamePolicyBody>;

export const UpdateNamePolicyBody = Type.Object({
  policy_name: Type.Optional(Name),
  name_prefix: Type.Optional(Prefix),
  digit_number: Type.Optional(Digits),
  start_number: Type.Optional(Start),
  single_domain_user_inc: Type.Optional(EachUser),
  is_default_policy: Type.Optional(Type.Boolean()),
  prefix_truncation_enabled: Type.Optional(Type.Boolean()),
});
export type UpdateNamePolicyBody = Type.Static<typeof UpdateNamePolicyBody>;

export const DeleteNamePoliciesBody = Type.Object({
  policy_ids: Type.Array(PolicyId, { minItems: 1, maxItems: 50 }),
});

export const ListNamePoliciesQuery = Type.Object({
  is_contain_user: Type.Optional(Type.Boolean()),
  policy_name: Type.Optional(
    Type.String({ maxLength: namePolicyNameLength, description: 'A part of the name, in any case.' }),
  ),
  policy_id: Type.Optional(Type.String({ maxLength: 36 })),
  ...paging({ max: policiesOfProject / 2, furthest: policiesOfProject / 2 }),
});
export type ListNamePoliciesQuery = Type.Static<typeof ListNamePoliciesQuery>;

export const NamePolicyAnswer = Type.Object({ policy_id: Type.String() });

export const NamePolicyList = Type.Object({
  total_count: Type.Integer(),
  desktop_name_policy_infos: Type.Array(
    Type.Object({
      policy_id: Type.String(),
      policy_name: Type.String(),
      name_prefix: Type.String(),
      digit_number: Type.Integer(),
      start_number: Type.Integer(),
      single_domain_user_inc: Type.Integer(),
      is_default_policy: Type.Boolean(),
      is_contain_user: Type.Boolean(),
      prefix_truncation_enabled: Type.Boolean(),
    }),
  ),
});
