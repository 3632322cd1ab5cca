import { isMailAddress } from '@deskplane/server/text/emailAddress.js';
import {
  userEmailLength,
  userPasswordLength,
  userPasswordMinimum,
} from '@deskplane/server/users/userFields.js';

/** How a new user is to get a password. */
export interface NewSignIn {
  /** `mail`: chooses it by a mailed link; `given`: has this one. */
  readonly way: 'mail' | 'given';
  readonly email: string;
  readonly password: string;
  /** The user has to choose another one at the first sign-in. */
  readonly changes: boolean;
}

export const noSignIn: NewSignIn = { way: 'mail', email: '', password: '', changes: true };

/** What a new user could not sign in with, by field. */
export function signInFaults({ way, email, password }: NewSignIn): {
  readonly email: 'noEmail' | 'email' | undefined;
  readonly password: 'password' | undefined;
} {
  const isAddress = email.length <= userEmailLength && isMailAddress(email);
  const { length } = Array.from(password);
  const isPassword = length >= userPasswordMinimum && length <= userPasswordLength;
  return {
    email: email === '' ? (way === 'mail' ? 'noEmail' : undefined) : isAddress ? undefined : 'email',
    password: way === 'given' && !isPassword ? 'password' : undefined,
  };
}

/** As CreateDesktopUser takes it. */
export function signInBody({ way, email, password, changes }: NewSignIn) {
  const address = email === '' ? {} : { user_email: email };
  if (way === 'mail') return { active_type: 'USER_ACTIVATE' as const, ...address };
  return {
    active_type: 'ADMIN_ACTIVATE' as const,
    password,
    next_login_change_password: changes,
    ...address,
  };
}
