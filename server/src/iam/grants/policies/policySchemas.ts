import { Type } from 'typebox';
import { limitOf } from '../../../http/schemas/paging.js';
import { oneLineText } from '../../../http/schemas/text.js';
import { oneOf, TextOrNull } from '../../../http/schemas/values.js';

const Id = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' });
const Time = Type.String({ description: 'UTC, for instance 2026-11-22T06:14:00.123Z.' });
const Description = oneLineText(1000);

export const PolicyPath = { policy_id: Id };
export const VersionPath = {
  policy_id: Id,
  version_id: Type.String({ pattern: '^v[1-9][0-9]{0,8}$' }),
};
export const UserPath = { user_id: Id };
export const GroupPath = { group_id: Id };

const PathText = Type.String({
  maxLength: 512,
  pattern: '^([A-Za-z0-9.,+@=_-]+/)*$',
  description: "Steps that each end with a slash, for instance foo/bar/; '' by default.",
});
const Document = Type.String({ description: 'The policy document, Version 5.0, as JSON text.' });

export const NewPolicyBody = Type.Object({
  policy_name: Type.String({ pattern: '^[A-Za-z0-9_+=.@-]{1,128}$' }),
  policy_document: Document,
  path: Type.Optional(PathText),
  description: Type.Optional(Description),
});
export const DescriptionBody = Type.Object({ description: Description });
export const NewVersionBody = Type.Object({
  policy_document: Document,
  set_as_default: Type.Optional(Type.Boolean()),
});

export const PolicyBody = Type.Object({
  policy_type: oneOf(['custom', 'system']),
  policy_name: Type.String(),
  policy_id: Type.String(),
  urn: Type.String(),
  path: Type.String(),
  default_version_id: Type.String(),
  attachment_count: Type.Integer(),
  description: Type.String(),
  created_at: Time,
  updated_at: Time,
});
export const VersionBody = Type.Object({
  document: Type.String(),
  version_id: Type.String(),
  is_default: Type.Boolean(),
  created_at: Time,
});

export const PageInfo = Type.Object({
  next_marker: TextOrNull,
  current_count: Type.Integer(),
});
const page = {
  limit: limitOf({ max: 200, usual: 100, min: 1 }),
  marker: Type.Optional(Type.String({ minLength: 4, maxLength: 400, pattern: '^[A-Za-z0-9+/=_-]+$' })),
};
export const PageQuery = Type.Object(page);
export const PoliciesQuery = Type.Object({
  ...page,
  policy_type: Type.Optional(oneOf(['custom', 'system'])),
  path_prefix: Type.Optional(PathText),
  only_attached: Type.Optional(Type.Boolean()),
});
export const EntitiesQuery = Type.Object({
  ...page,
  entity_type: Type.Optional(oneOf(['user', 'group', 'agency'])),
});

export const PolicyAnswer = Type.Object({ policy: PolicyBody });
export const PolicyList = Type.Object({ policies: Type.Array(PolicyBody), page_info: PageInfo });
export const VersionAnswer = Type.Object({ policy_version: VersionBody });
export const VersionList = Type.Object({ versions: Type.Array(VersionBody), page_info: PageInfo });

export const AttachUserBody = Type.Object({ user_id: Id });
export const AttachGroupBody = Type.Object({ group_id: Id });
export const AttachedPolicyList = Type.Object({
  attached_policies: Type.Array(
    Type.Object({
      policy_name: Type.String(),
      policy_id: Type.String(),
      urn: Type.String(),
      attached_at: Time,
    }),
  ),
  page_info: PageInfo,
});
export const EntityList = Type.Object({
  policy_agencies: Type.Array(Type.Object({ agency_id: Type.String(), attached_at: Time })),
  policy_groups: Type.Array(Type.Object({ group_id: Type.String(), attached_at: Time })),
  policy_users: Type.Array(Type.Object({ user_id: Type.String(), attached_at: Time })),
  page_info: PageInfo,
});
