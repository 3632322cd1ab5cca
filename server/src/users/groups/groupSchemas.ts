import { Type } from 'typebox';
import { DesktopUserIdText, UserGroupIdText } from '../../http/schemas/ids.js';
import { CountText } from '../../http/schemas/paging.js';
import { Filter, oneLineText } from '../../http/schemas/text.js';
import { oneOf, TextOrNull } from '../../http/schemas/values.js';
import {
  maxUsersOfCall,
  userGroupDescriptionLength,
  userGroupNameLength,
  userGroupNamePattern,
} from './groupFields.js';

const Text = Type.String();
const Name = Type.String({ minLength: 1, maxLength: userGroupNameLength, pattern: userGroupNamePattern });
const Description = oneLineText(userGroupDescriptionLength);
const PlatformType = oneOf(['AD', 'LOCAL']);

export const UserGroupPath = { group_id: UserGroupIdText };

export const CreateUserGroupBody = Type.Object({
  group_name: Name,
  platform_type: PlatformType,
  description: Type.Optional(Description),
});

export const UpdateUserGroupBody = Type.Object({
  group_name: Type.Optional(Name),
  description: Type.Optional(Description),
});

export const ListUserGroupsQuery = Type.Object({
  keyword: Filter,
  domain: Filter,
  platform_type: Type.Optional(Type.Array(PlatformType, { maxItems: 2 })),
  limit: Type.Optional(
    Type.String({
      pattern: '^(?:0*[0-9]{1,2}|0*100)$',
      description: 'A number as text, at most 100; none or 0: 100.',
    }),
  ),
  offset: Type.Optional(CountText),
});

/** An addition of ours: the published call answers nothing. */
export const UserGroupId = Type.Object({ id: Text });

export const UserGroupList = Type.Object({
  total_count: Type.Integer(),
  user_groups: Type.Array(
    Type.Object({
      id: Text,
      name: Text,
      create_time: Text,
      description: Text,
      user_quantity: Type.Integer(),
      parent: Type.Null(),
      realm_id: TextOrNull,
      platform_type: Text,
      group_dn: TextOrNull,
      domain: TextOrNull,
      sid: Text,
      total_desktops: Type.Integer(),
    }),
  ),
});

export const BatchDeleteUserGroupsBody = Type.Object({
  group_ids: Type.Array(UserGroupIdText, { minItems: 1, maxItems: 100 }),
});

export const ListUsersOfGroupQuery = Type.Object({
  user_name: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'The whole name.' })),
  description: Filter,
  active_type: Type.Optional(oneOf(['USER_ACTIVATE', 'ADMIN_ACTIVATE'])),
  enterprise_project_id: Filter,
  limit: Type.Optional(
    Type.String({
      pattern: '^(?:0*[0-9]{1,4}|0*10000)$',
      description: 'A number as text, at most 10000; none or 0: 2000.',
    }),
  ),
  offset: Type.Optional(CountText),
});

export const UsersOfGroup = Type.Object({
  total_count: Type.Integer(),
  users: Type.Array(
    Type.Object({
      id: Text,
      user_name: Text,
      domain: TextOrNull,
      user_email: Text,
      user_phone: Text,
      total_desktops: Type.Integer(),
      enterprise_project_id: Text,
      description: Text,
    }),
  ),
});

export const RunActionsOnGroupBody = Type.Object({
  user_ids: Type.Array(DesktopUserIdText, { minItems: 1, maxItems: maxUsersOfCall }),
  op_type: oneOf(['ADD', 'DELETE']),
});
