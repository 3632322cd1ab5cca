import type { NewUser } from './createUser.js';

export interface PasswordStatus {
  readonly pwd_status?: boolean;
}

/** The body's name for it is the API's, ours says what it does. */
export function withPasswordStatus<Fields extends PasswordStatus>(
  fields: Fields,
): Fields & Pick<NewUser, 'mustChangePassword'> {
  return { ...fields, mustChangePassword: fields.pwd_status };
}
