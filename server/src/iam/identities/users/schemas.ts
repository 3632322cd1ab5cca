import { Type } from 'typebox';
import { AnyId } from '../../../http/schemas/ids.js';
import { oneLineText } from '../../../http/schemas/text.js';
import { oneOf, TextOrNull } from '../../../http/schemas/values.js';
import { ListLinks, pageFields } from '../../keystone/keystonePage.js';

/** Lengths are limited before anything is looked at closely; what a name may be is decided by the use case. */
const Text = Type.String({ maxLength: 1_024 });
const Secret = Type.String({ maxLength: 512 });
const AccessModeText = oneOf(['default', 'programmatic', 'console']);

export const IdPath = {
  user_id: AnyId,
};

export const UserQuery = Type.Object({
  name: Type.Optional(oneLineText(255)),
  domain_id: Type.Optional(oneLineText(255)),
  enabled: Type.Optional(Type.Boolean()),
  ...pageFields,
});

export const UserBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  enabled: Type.Boolean(),
  description: Type.String(),
  email: Type.String(),
  access_mode: Type.String(),
  pwd_status: Type.Boolean({
    description: 'Whether another password must be chosen before anything else in the console.',
  }),
  password_expires_at: TextOrNull,
  links: ListLinks,
});

export const UserList = Type.Object({ users: Type.Array(UserBody), links: ListLinks });

const PasswordStatus = Type.Optional(Type.Boolean());

export const NewUserBody = Type.Object({
  user: Type.Object({
    name: Text,
    domain_id: Type.Optional(Text),
    password: Type.Optional(Secret),
    enabled: Type.Optional(Type.Boolean()),
    description: Type.Optional(Text),
    email: Type.Optional(Text),
    pwd_status: PasswordStatus,
  }),
});

export const UserChangesBody = Type.Object({
  user: Type.Object({
    name: Type.Optional(Text),
    domain_id: Type.Optional(Text),
    password: Type.Optional(Secret),
    enabled: Type.Optional(Type.Boolean()),
    description: Type.Optional(Text),
    email: Type.Optional(Text),
    pwd_status: PasswordStatus,
  }),
});

export const PasswordChangeBody = Type.Object({
  user: Type.Object({ password: Secret, original_password: Secret }),
});

/** The user of the calls below /v3.0/OS-USER. */
export const AccountUserBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  enabled: Type.Boolean(),
  description: Type.String(),
  email: Type.String(),
  areacode: Type.String(),
  phone: Type.String(),
  access_mode: Type.String(),
  is_domain_owner: Type.Boolean({ description: 'Whether this is the account itself.' }),
  pwd_status: Type.Boolean(),
  pwd_strength: Type.String(),
  xuser_id: Type.String(),
  xuser_type: Type.String(),
  password_expires_at: Type.String(),
  create_time: Type.String(),
  update_time: TextOrNull,
  modify_pwd_time: TextOrNull,
  links: ListLinks,
});

const contact = {
  email: Type.Optional(Text),
  areacode: Type.Optional(Text),
  phone: Type.Optional(Text),
};

export const NewAccountUserBody = Type.Object({
  user: Type.Object({
    name: Text,
    domain_id: Text,
    password: Type.Optional(Secret),
    enabled: Type.Optional(Type.Boolean()),
    description: Type.Optional(Text),
    access_mode: Type.Optional(AccessModeText),
    pwd_status: PasswordStatus,
    ...contact,
  }),
});

export const AccountUserChangesBody = Type.Object({
  user: Type.Object({
    name: Type.Optional(Text),
    password: Type.Optional(Secret),
    enabled: Type.Optional(Type.Boolean()),
    description: Type.Optional(Text),
    access_mode: Type.Optional(AccessModeText),
    pwd_status: PasswordStatus,
    ...contact,
  }),
});

export const ContactChangesBody = Type.Object({
  user: Type.Object({ email: Type.Optional(Text), mobile: Type.Optional(Text) }),
});
