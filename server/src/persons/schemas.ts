import { personReportFormat } from '@deskplane/verify/personReportTypes.js';
import { Type } from 'typebox';
import { EnvelopeBody, PublicJwkBody, SignedEntryBody } from '../audit/schemas.js';
import { BundleBody } from '../deletion/receipt/schemas.js';
import { powerOperations } from '../desktops/power/powerDesktops.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import { mailStates } from '../mail/listMails.js';
import { mailKinds } from '../mail/schemas.js';

const Text = Type.String();
const Time = Text;
const TimeOrNull = TextOrNull;

/** Who somebody is, also when the user is gone. */
const identity = {
  user_id: Text,
  user_name: Type.String({ description: 'Empty: no longer on record.' }),
  user_email: Type.String({ description: 'Empty: none, or no longer on record.' }),
  exists: Type.Boolean(),
  deleted_at: TimeOrNull,
  erased_at: TimeOrNull,
};

export const PersonList = Type.Object({
  total_count: Type.Integer(),
  persons: Type.Array(Type.Object(identity)),
});

const Maker = Type.Object({ user_id: Text, name: Text });

/** What is on record about somebody; lists are newest first and may be cut, the totals are not. */
const record = {
  person: Type.Object({
    ...identity,
    user_phone: Text,
    description: Text,
    created_at: TimeOrNull,
    account_expires_at: TimeOrNull,
    disabled: Type.Boolean(),
    locked: Type.Boolean(),
  }),
  user_groups: Type.Array(Type.Object({ group_id: Text, name: Text, added_at: Time }), {
    description: 'The groups that the user is in, whose desktops the user may open.',
  }),
  desktops: Type.Array(
    Type.Object({
      desktop_id: Text,
      computer_name: Text,
      status: Text,
      deleting: Type.Boolean(),
      user_group: Text,
      created_at: Time,
      attached_at: Time,
    }),
  ),
  detached: Type.Array(
    Type.Object({
      desktop_id: Text,
      computer_name: Text,
      user_group: Text,
      detached_at: Time,
      gone_at: TimeOrNull,
    }),
    { description: 'Desktops that were taken from the user.' },
  ),
  deletions: Type.Array(
    Type.Object({
      desktop_id: Text,
      computer_name: Type.String({ description: 'Empty: no longer on record.' }),
      engine: TextOrNull,
      state: oneOf(['running', 'failed', 'done']),
      accepted_at: Time,
      accepted_by: Maker,
      completed_at: TimeOrNull,
      outcome: nullable(
        oneOf(['deleted', 'kept'], { description: 'What became of the user with the desktop.' }),
      ),
      reason: TextOrNull,
      receipt_hash: Type.Union([Text, Type.Null()], {
        description: 'Leaf hash of the receipt in the log, hexadecimal; null: not sealed, or there is none.',
      }),
    }),
  ),
  mails: Type.Array(
    Type.Object({
      mail_id: Text,
      kind: oneOf([...mailKinds]),
      desktop_id: TextOrNull,
      computer_name: Text,
      recipient: Text,
      state: oneOf([...mailStates]),
      queued_at: Time,
      sent_at: TimeOrNull,
      undeliverable_at: TimeOrNull,
    }),
  ),
  connections: Type.Array(
    Type.Object({
      desktop_id: Text,
      computer_name: Text,
      source_ip: TextOrNull,
      started_at: Time,
      setup_at: TimeOrNull,
      ended_at: TimeOrNull,
      end_reason: TextOrNull,
    }),
  ),
  desk_events: Type.Array(
    Type.Object({
      trace_id: Text,
      trace_name: Text,
      operation: nullable(
        oneOf([...powerOperations], {
          description: 'What was asked of the desktop; null: nothing, or no longer on record.',
        }),
      ),
      rating: Text,
      code: Text,
      resource_id: TextOrNull,
      computer_name: Type.String({ description: 'Of the desktop; empty: none, or no longer on record.' }),
      source_ip: TextOrNull,
      at: Time,
    }),
    { description: 'What the user did at the desk: signing in and out, and more.' },
  ),
  totals: Type.Object({
    desktops: Type.Integer(),
    detached: Type.Integer(),
    deletions: Type.Integer(),
    mails: Type.Integer(),
    connections: Type.Integer(),
    desk_events: Type.Integer(),
  }),
};

export const PersonBody = Type.Object(record);

/** What `deskplane receipt verify` checks without the service. */
export const PersonReportBody = Type.Object({
  format: Type.Literal(personReportFormat),
  document: Type.Object({
    type: Type.Literal('person'),
    version: Type.Literal(1),
    service: Type.Object({ name: Text, version: Text, instance: TextOrNull }),
    project_id: Text,
    made_at: Time,
    made_by: Maker,
    request_id: Text,
    ...record,
  }),
  salt: Type.String({ description: 'Of the log’s commitment to the document, hexadecimal.' }),
  report: SignedEntryBody,
  receipts: Type.Array(BundleBody, { description: 'Of the deletions that the document names.' }),
  head: EnvelopeBody,
  keys: Type.Array(PublicJwkBody),
});
