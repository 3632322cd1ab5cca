import { bundleFormat } from '@deskplane/verify/receiptTypes.js';
import { Type } from 'typebox';
import { EnvelopeBody, PlainEntryBody, PublicJwkBody, SignedEntryBody } from '../../audit/schemas.js';
import { itemKinds } from '../../engines/contract.js';
import { oneOf } from '../../http/schemas/values.js';

const TextOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });

/** What `deskplane receipt verify` checks without the service. */
export const BundleBody = Type.Object({
  format: Type.Literal(bundleFormat),
  receipt: SignedEntryBody,
  acceptance: PlainEntryBody,
  addenda: Type.Array(SignedEntryBody),
  head: EnvelopeBody,
  keys: Type.Array(PublicJwkBody),
  openings: Type.Array(
    Type.Object({
      subject: Type.String(),
      field: Type.String(),
      salt: Type.String(),
      value: Type.String(),
    }),
    { description: 'Personal values that the receipt only commits to, until they are erased.' },
  ),
});

/** Who asked, beside the id. */
export const AcceptedByName = Type.String({ description: 'Empty: no longer on record.' });

/** A deletion: how far it is, and once it is done its receipt. */
export const DeletionAnswer = Type.Object({
  desktop_id: Type.String(),
  volume_id: Type.Optional(
    Type.String({ description: 'The disk that goes without its desktop; left out: the desktop goes.' }),
  ),
  snapshot_id: Type.Optional(
    Type.String({ description: 'The snapshot that goes alone; left out: none does.' }),
  ),
  computer_name: Type.String({ description: 'Empty: no longer on record.' }),
  engine: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'What carries it out. simulated: nothing real is deleted.',
  }),
  state: oneOf(['running', 'failed', 'done']),
  delete_users: Type.Boolean(),
  email_notification: Type.Boolean(),
  is_force_delete: Type.Boolean(),
  plan_digest: Type.String(),
  accepted_at: Type.String(),
  accepted_by: Type.String(),
  accepted_by_name: AcceptedByName,
  request_id: Type.String(),
  failed_since: TextOrNull,
  completed_at: TextOrNull,
  progress: Type.Object({ ended: Type.Integer(), total: Type.Integer() }),
  items: Type.Array(
    Type.Object({
      item_id: Type.String(),
      kind: oneOf(itemKinds),
      intent: oneOf(['delete', 'detach']),
      stage: Type.Integer(),
      snapshot_name: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'What the snapshot is called. Null: the item is none, or no longer on record.',
      }),
      volume_id: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'The disk that the snapshot is of. Null: the item is none, or no longer on record.',
      }),
      provider_id: TextOrNull,
      size: Type.Unsafe<number | null>({
        type: ['integer', 'null'],
        description: 'Of a disk, in GB; null: not a disk, or no longer on record. So with the three below.',
      }),
      volume_type: TextOrNull,
      device: TextOrNull,
      ip_address: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'Of a port.' }),
      asked_at: TextOrNull,
      first_absent_at: TextOrNull,
      ended: TextOrNull,
      ended_at: TextOrNull,
      absence_grade: TextOrNull,
      key_id: TextOrNull,
      key_destroyed_at: TextOrNull,
      observed_by: TextOrNull,
      attempts: Type.Integer(),
      last_error: TextOrNull,
      released_by: TextOrNull,
      released_by_name: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'Empty: no longer on record.',
      }),
      release_reason: TextOrNull,
    }),
    { description: 'In the order in which they go: by stage, in a stage by kind.' },
  ),
  users: Type.Array(
    Type.Object({
      user_id: Type.String(),
      user_name: Type.String(),
      outcome: TextOrNull,
      reason: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: "Why, in the caller's language. Null: not decided yet.",
      }),
    }),
  ),
  receipt_state: oneOf(['running', 'unsealed', 'sealed', 'replayed'], {
    description:
      'unsealed: written, and in the log within about a second. replayed: ended again from the file of tombstones when the ' +
      'database was put back; this log has no receipt of it, and will get none.',
  }),
  receipt: Type.Union([BundleBody, Type.Null()]),
});
