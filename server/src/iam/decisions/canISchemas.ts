import { type Static, Type } from 'typebox';
import { oneLineText } from '../../http/schemas/text.js';
import { nullable, oneOf, TextOrNull } from '../../http/schemas/values.js';

/** Why it comes out so. */
export type Reason =
  | 'account_root'
  | 'signed_in'
  | 'statement'
  | 'part_of_list'
  | 'none_allowed'
  | 'dependency'
  | 'user_disabled';

const Name = oneLineText(255, { minLength: 1 });

export const QuestionBody = Type.Object({
  user_id: Type.Optional(Name),
  user_name: Type.Optional(Name),
  operation: Type.String({
    minLength: 1,
    maxLength: 128,
    // Without this an action could not be told from the rest of a message.
    pattern: '^[\\w.:-]+$',
    description: 'Name of an operation, `DeleteDesktop`, or of an action, `workspace:desktops:delete`.',
  }),
  resource: Type.Optional(
    Type.Object({
      type: oneOf(['desktop', 'user', 'userGroup', 'scheduledTask']),
      id: Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\w-]+$' }),
    }),
  ),
  tags: Type.Optional(
    Type.Array(Type.Object({ key: Name, value: Type.Optional(Type.String({ maxLength: 255 })) }), {
      maxItems: 20,
      description: 'Tags that the call would give.',
    }),
  ),
  enterprise_project_id: Type.Optional(Name),
  source_ip: Type.Optional(Type.String({ maxLength: 45, description: 'From where the call would come.' })),
});

const DecidingStatement = Type.Object({
  policy_id: Type.String(),
  policy_name: Type.String(),
  statement: Type.String({ description: 'Its Sid, or its place: `#2` is the second.' }),
});

const Outcome = oneOf(['allowed', 'explicit_deny', 'implicit_deny']);

export const DecisionBody = Type.Object({
  allowed: Type.Boolean(),
  decision: Outcome,
  reason: oneOf<Reason>([
    'account_root',
    'signed_in',
    'statement',
    'part_of_list',
    'none_allowed',
    'dependency',
    'user_disabled',
  ]),
  user: Type.Object({ id: Type.String(), name: Type.String() }),
  operation: TextOrNull,
  action: TextOrNull,
  resource: nullable(Type.String({ description: 'URN.' })),
  failed_action: nullable(Type.String({ description: 'The action itself, or one that it depends on.' })),
  deciding_statement: nullable(DecidingStatement),
  dependencies: Type.Array(
    Type.Object({
      action: Type.String(),
      resource: TextOrNull,
      needed: Type.Boolean({ description: 'Role policies and the account itself do not need them.' }),
      allowed: nullable(Type.Boolean()),
      decision: nullable(Outcome),
      deciding_statement: nullable(DecidingStatement),
    }),
  ),
  conditions: Type.Record(Type.String(), Type.Array(Type.String()), {
    description: 'The values that conditions were held against.',
  }),
  conditions_withheld: Type.Boolean({
    description: 'The resource brought values that whoever asks may not see.',
  }),
});

export type DecisionAnswer = Static<typeof DecisionBody>;
