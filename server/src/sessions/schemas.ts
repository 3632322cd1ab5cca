import { Type } from 'typebox';
import { oneLineText } from '../http/schemas/text.js';

const Name = oneLineText(255, { minLength: 1 });
const Named = Type.Object({ id: Type.String(), name: Type.String() });

export const SignInBody = Type.Object(
  {
    account: Name,
    user: Name,
    password: Type.String({ maxLength: 512 }),
  },
  { additionalProperties: false },
);

export const SessionBody = Type.Object({
  user: Named,
  account: Named,
  projects: Type.Array(Named, { description: 'The enabled projects of the account.' }),
  must_change_password: Type.Boolean({ description: 'Before that nothing else is possible.' }),
  expires_at: Type.String({ description: 'When the session ends whatever happens.' }),
  idle_expires_at: Type.String({ description: 'When it ends if it is not used.' }),
});

/** As every error, and whether it makes sense to ask for a password. */
export const SignedOutBody = Type.Object({
  error_code: Type.String(),
  error_msg: Type.String(),
  request_id: Type.String(),
  sign_in: Type.Object({
    allowed: Type.Boolean(),
    reason: Type.Optional(Type.String({ description: "Why not, in the caller's language." })),
  }),
});
