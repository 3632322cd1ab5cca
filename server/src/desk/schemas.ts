import { Type } from 'typebox';
import { DesktopIdText } from '../http/schemas/ids.js';
import { oneLineText } from '../http/schemas/text.js';
import { oneOf } from '../http/schemas/values.js';
import { secondFactors } from './deskSession.js';

const Password = Type.String({ maxLength: 512 });

export const DeskSignInBody = Type.Object(
  {
    enterprise_id: oneLineText(64, { minLength: 1 }),
    user_name: oneLineText(64, { minLength: 1 }),
    password: Password,
  },
  { additionalProperties: false },
);

export const DeskSessionBody = Type.Object({
  user: Type.Object({ id: Type.String(), name: Type.String() }),
  enterprise_id: Type.String(),
  must_change_password: Type.Boolean({ description: 'Before that nothing else is possible.' }),
  may_change_password: Type.Boolean(),
  second_factor: oneOf([...secondFactors], {
    description:
      'bind: a device that makes codes comes first, prove: a code of it; before that nothing else is possible.',
  }),
  expires_at: Type.String({ description: 'When the session ends whatever happens.' }),
  idle_expires_at: Type.String({ description: 'When it ends if it is not used.' }),
});

export const DeskPasswordBody = Type.Object(
  { original_password: Password, password: Password },
  { additionalProperties: false },
);

const Token = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: 'What comes after the `#` of the link.',
});

export const InvitationTokenBody = Type.Object({ token: Token }, { additionalProperties: false });

export const AcceptInvitationBody = Type.Object(
  { token: Token, password: Password },
  { additionalProperties: false },
);

export const InvitationAnswer = Type.Object({
  user: Type.Object({ name: Type.String() }),
  enterprise_id: Type.String(),
  expires_at: Type.String({ description: 'Until when the link is good.' }),
});

export const OwnDesktops = Type.Object({
  desktops: Type.Array(
    Type.Object({
      id: DesktopIdText,
      computer_name: Type.String(),
      status: Type.String(),
      task_status: Type.String(),
      login_status: Type.String(),
      in_maintenance_mode: Type.Boolean(),
    }),
  ),
});

export const OperateBody = Type.Object(
  {
    operation: oneOf(['os-start', 'os-stop', 'reboot']),
    type: Type.Optional(oneOf(['SOFT', 'HARD'])),
  },
  { additionalProperties: false },
);
