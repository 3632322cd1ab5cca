import { Type } from 'typebox';
import type { DeletionFlags } from './planDeletion.js';

/** The three flags of a deletion with their defaults, as query parameters or in a body (docs/reference/deletion.md#flags). */
export const flagFields = {
  delete_users: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Delete each desktop user who has no other desktop once this one is gone.',
    }),
  ),
  email_notification: Type.Optional(
    Type.Boolean({ default: true, description: 'Mail the desktop users once the desktop is gone.' }),
  ),
  is_force_delete: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Do not wait for a graceful end, and cancel whatever runs on the desktop.',
    }),
  ),
};

/** The flags that a call gives, with the documented defaults for the ones it does not. */
export function readFlags(given: {
  readonly delete_users?: boolean;
  readonly email_notification?: boolean;
  readonly is_force_delete?: boolean;
}): DeletionFlags {
  return {
    deleteUsers: given.delete_users ?? false,
    emailNotification: given.email_notification ?? true,
    force: given.is_force_delete ?? false,
  };
}
