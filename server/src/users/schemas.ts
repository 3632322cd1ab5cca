import { Type } from 'typebox';
import { DesktopUserIdText, UserGroupIdText } from '../http/schemas/ids.js';
import { CountText } from '../http/schemas/paging.js';
import { Filter, mailAddressText, oneLineText } from '../http/schemas/text.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import { userOperations } from './changeUserStatus.js';
import { maxUsersOfBatch } from './newUserBatches.js';
import { passwordStates } from './passwordState.js';
import {
  userAliasLength,
  userDescriptionLength,
  userEmailLength,
  userNameLength,
  userNamePattern,
  userPasswordLength,
  userPhoneLength,
  userPhonePattern,
} from './userFields.js';

const Text = Type.String();

/** A desktop user's name (docs/reference/users.md#names): at most 32 characters, beginning with a letter or digit. */
export const UserName = Type.String({
  maxLength: userNameLength,
  pattern: userNamePattern,
});
/** One plain mail address or nothing. */
export const UserEmail = mailAddressText(userEmailLength);
/** A telephone number or nothing. */
export const UserPhone = Type.String({ maxLength: userPhoneLength, pattern: userPhonePattern });

const ActiveType = oneOf(['USER_ACTIVATE', 'ADMIN_ACTIVATE']);
const AccountExpires = Type.String({
  maxLength: 55,
  description: '`0`: never; otherwise `yyyy-MM-ddTHH:mm:ssZ` or `yyyy-MM-ddTHH:mm:ss.SSSZ`.',
});
const Description = oneLineText(userDescriptionLength);

/** An addition of ours. */
const PasswordStateText = oneOf([...passwordStates], {
  description:
    'invited: a link to choose one works, or is about to be mailed; kept: the mail with the link is a file, since there was no mail ' +
    'server; expired: no link works any more; none: nobody was told how to get one.',
});

export const CreateUserBody = Type.Object({
  user_name: UserName,
  user_email: Type.Optional(UserEmail),
  user_phone: Type.Optional(UserPhone),
  password: Type.Optional(Type.String({ maxLength: userPasswordLength })),
  account_expires: Type.Optional(AccountExpires),
  active_type: Type.Optional(ActiveType),
  enable_change_password: Type.Optional(Type.Boolean()),
  next_login_change_password: Type.Optional(Type.Boolean()),
  group_ids: Type.Optional(Type.Array(UserGroupIdText, { maxItems: 5 })),
  description: Type.Optional(Description),
  alias_name: Type.Optional(oneLineText(userAliasLength)),
  enterprise_project_id: Type.Optional(Type.String({ pattern: '^[a-zA-Z0-9_-]{0,36}$' })),
});

export const BatchCreateUsersBody = Type.Object({
  users: Type.Array(CreateUserBody, { minItems: 1, maxItems: maxUsersOfBatch }),
});

export const UpdateUserBody = Type.Object({
  description: Type.Optional(Description),
  user_email: Type.Optional(UserEmail),
  user_phone: Type.Optional(UserPhone),
  active_type: Type.Optional(oneOf(['USER_ACTIVATE', 'ADMIN_ACTIVATE', ''])),
  account_expires: Type.Optional(AccountExpires),
  enable_change_password: Type.Optional(Type.Boolean()),
  next_login_change_password: Type.Optional(Type.Boolean()),
  password_never_expired: Type.Optional(Type.Boolean()),
  disabled: Type.Optional(Type.Boolean()),
});

export const ListUsersQuery = Type.Object({
  user_name: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'The whole name.' })),
  user_names: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 100 }),
  ),
  limit: Type.Optional({ ...CountText, description: 'A number as text; none or 0: all.' }),
  offset: Type.Optional(CountText),
  description: Type.Optional(Type.String({ maxLength: 100 })),
  active_type: Type.Optional(ActiveType),
  group_name: Type.Optional(Type.String({ maxLength: 64 })),
  share_space_subscription: Type.Optional(Type.Boolean()),
  share_space_desktops: Type.Optional(Type.Boolean()),
  is_query_total_desktops: Type.Boolean({ default: true }),
  enterprise_project_id: Filter,
  disabled: Type.Optional(Type.Boolean()),
  domain: Filter,
  platform_type: Type.Optional(oneOf(['AD', 'LOCAL', 'UOS'])),
});

export const UserList = Type.Object({
  total_count: Type.Integer(),
  users: Type.Array(
    Type.Object({
      id: Text,
      sid: Text,
      user_name: Text,
      user_email: Text,
      total_desktops: nullable(Type.Integer()),
      user_phone: Text,
      active_type: Text,
      is_pre_user: Type.Boolean(),
      account_expires: Text,
      password_never_expired: Type.Boolean(),
      account_expired: Type.Boolean(),
      enable_change_password: Type.Boolean(),
      next_login_change_password: Type.Boolean(),
      description: Text,
      locked: Type.Boolean(),
      disabled: Type.Boolean(),
      share_space_subscription: Type.Boolean(),
      share_space_desktops: Type.Integer(),
      group_names: Type.Array(Text),
      enterprise_project_id: Text,
      user_info_map: TextOrNull,
      domain: TextOrNull,
      certificate_status: nullable(Type.Boolean()),
      password_state: PasswordStateText,
    }),
  ),
});

export const UserDetail = Type.Object({
  id: Text,
  user_name: Text,
  user_email: Text,
  user_phone: Text,
  active_type: Text,
  description: Text,
  object_sid: Text,
  sam_account_name: Text,
  user_principal_name: TextOrNull,
  full_name: Text,
  distinguished_name: Text,
  account_type: Type.Integer(),
  when_created: Text,
  account_expires: Type.Integer({ description: 'Milliseconds since 1970; 0: never.' }),
  is_pre_user: Type.Boolean(),
  user_expired: Type.Boolean(),
  locked: Type.Boolean(),
  enable_change_password: Type.Boolean(),
  enabled_change_password: Type.Boolean({ description: 'The older spelling of enable_change_password.' }),
  password_never_expired: Type.Boolean(),
  next_login_change_password: Type.Boolean(),
  disabled: Type.Boolean(),
  group_names: Type.Array(Text),
  share_space_subscription: Type.Boolean(),
  share_space_desktops: Type.Integer(),
  total_desktops: Type.Integer(),
  password_state: PasswordStateText,
});

export const ChangeUserStatusBody = Type.Object({ op_type: oneOf([...userOperations]) });

export const ResetPasswordQuery = Type.Object({
  notification_type: Type.Optional(
    Type.String({
      maxLength: 255,
      description:
        '`email`: the user is mailed a link to choose the password, and none is answered. Needed for `USER_ACTIVATE` users.',
    }),
  ),
});

export const NewPassword = Type.Object({
  password: Type.Optional(
    Type.String({ maxLength: 20, description: 'Shown this once. Absent where the user chooses it by mail.' }),
  ),
});

export const UserPath = { user_id: DesktopUserIdText };

export const BatchDeleteUsersBody = Type.Object({
  user_ids: Type.Array(DesktopUserIdText, { minItems: 1, maxItems: 100 }),
});

export const UserId = Type.Object({ id: Text });

const Invited = Type.Boolean({
  description: 'Whether a mail with the link to choose a password was queued.',
});

export const NewUserId = Type.Object({ id: Text, invited: Invited });

/** An addition of ours: the published call answers nothing. */
export const NewUsers = Type.Object({
  users: Type.Array(Type.Object({ id: Text, user_name: Text, invited: Invited })),
});
