import { Type } from 'typebox';
import type { NotOffered } from '../../http/notOffered.js';
import { DesktopIdText } from '../../http/schemas/ids.js';
import { mailAddressText, oneLineText } from '../../http/schemas/text.js';
import { oneOf } from '../../http/schemas/values.js';
import { FailedOperations } from '../failedOperations.js';

const UserGroup = Type.String({ pattern: '^(sudo|default|administrators|users)?$' });
/** In a list of users any is taken, and shown as it was given: clients send `USER` there. */
const ListedUserGroup = oneLineText(255);
/** The name of a user of a desktop. */
export const assignedNamePattern = '^[A-Za-z0-9][A-Za-z0-9._-]*$';
const UserName = Type.String({ minLength: 1, maxLength: 64, pattern: assignedNamePattern });
const Ignored = Type.Optional(Type.Union([Type.String({ maxLength: 255 }), Type.Null()]));

/** A user or a group as detaching names one (docs/reference/desktops.md#users-of-a-call). */
const NamedAttachment = Type.Object({
  user_id: Type.Optional(Type.String({ maxLength: 255 })),
  user_name: oneLineText(64, { minLength: 1 }),
  domain: Ignored,
  user_group: Type.Optional(ListedUserGroup),
  type: Type.Optional(oneOf(['USER', 'GROUP'])),
});

/** As {@link NamedAttachment}, of attaching: the id alone is enough. */
const NewAttachment = Type.Object({
  ...NamedAttachment.properties,
  user_name: Type.Optional(NamedAttachment.properties.user_name),
});

/** The body of AttachInstances (docs/reference/desktops.md#users-of-a-call). */
export const AttachBody = Type.Object({
  desktops: Type.Array(
    Type.Object({
      desktop_id: DesktopIdText,
      user_name: Type.Optional(UserName),
      user_id: Type.Optional(Type.String({ maxLength: 255 })),
      user_email: Type.Optional(mailAddressText(255)),
      user_group: Type.Optional(UserGroup),
      computer_name: Type.Optional(Type.String({ maxLength: 15 })),
      is_clear_data: Type.Optional(Type.Boolean()),
      attach_user_infos: Type.Optional(Type.Array(NewAttachment, { maxItems: 500 })),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  image_type: Ignored,
  image_id: Ignored,
  desktop_name_policy_id: Ignored,
  encrypt_type: Ignored,
  kms_id: Ignored,
});

/** There are no directories, policies for names and keys of others, and a desktop that is there keeps its image. */
export const attachNotOffered: NotOffered = {
  'desktops[].attach_user_infos[].domain': [],
  image_type: [],
  image_id: [],
  desktop_name_policy_id: [],
  encrypt_type: ['KEEP', 'NOT_ENCRYPTED'],
  kms_id: [],
};

export type AttachBody = Type.Static<typeof AttachBody>;

/** The body of DetachInstances: every user of each desktop. */
export const DetachBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  shutoff_after_detach: Type.Optional(Type.Boolean()),
});

/** The body of BatchDetachInstances: all users of a desktop, or the named ones. */
export const BatchDetachBody = Type.Object({
  desktops: Type.Array(
    Type.Object({
      desktop_id: DesktopIdText,
      is_detach_all_users: Type.Optional(Type.Boolean()),
      detach_user_infos: Type.Optional(Type.Array(NamedAttachment, { maxItems: 500 })),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});

export type BatchDetachBody = Type.Static<typeof BatchDetachBody>;

/** The answer of both ways to detach: the ones that could not be, and the jobs that tell of the others. */
export const DetachAnswer = Type.Object({
  failed_operation_list: FailedOperations,
  job_id: Type.Optional(Type.String()),
  success_job_ids: Type.Array(Type.String()),
});

/** The answer of ListDesktopDetachInfo. */
export const DetachInfoAnswer = Type.Object({
  desktop_detach_infos: Type.Array(
    Type.Object({
      desktop_id: Type.String(),
      desktop_name: Type.String(),
      user_id: Type.String(),
      user_name: Type.String(),
      user_group: Type.String(),
      detach_time: Type.String(),
      type: Type.String(),
    }),
  ),
});
