import { Type } from 'typebox';
import { itemKinds } from '../engines/contract.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';

const Kind = oneOf(itemKinds);

const itemFields = {
  kind: Kind,
  id: Type.String({ description: 'ID that the engine gave.' }),
  generation: Type.String({ description: 'Birth mark that tells it from a later item with the same ID.' }),
  name: Type.String({ description: 'Name in the engine; of a missing item: the name that it was given.' }),
} as const;

const ownFields = {
  item_id: Type.String({ description: 'ID of its record in the ledger.' }),
  desktop_id: Type.String(),
} as const;

export const OrphanScanAnswer = Type.Object({
  scanned_at: Type.String({ description: 'When the comparison began.' }),
  complete: Type.Boolean({
    description: 'False: a kind of item could not be listed; nothing is said about it.',
  }),
  problems: Type.Array(Type.Object({ kind: Kind, reason: Type.String() })),
  summary: Type.Object({
    ours_live: Type.Integer(),
    ours_orphaned: Type.Integer(),
    unknown: Type.Integer(),
    missing: Type.Integer(),
    missing_not_looked_at: Type.Integer(),
    foreign: Type.Integer({
      description: 'Items of the engine that no project of this service has asked for.',
    }),
  }),
  items: Type.Array(
    Type.Object({
      class: oneOf(['ours-orphaned', 'unknown', 'missing']),
      ...itemFields,
      item_id: nullable(
        Type.String({ description: 'ID of its record in the ledger; null: no record knows the item.' }),
      ),
      desktop_id: TextOrNull,
      status: nullable(Type.String({ description: 'What the engine said when it was looked at.' })),
      created_at: nullable(Type.String({ description: 'When, as the engine says.' })),
      reason: Type.String(),
    }),
  ),
  foreign_items: Type.Optional(Type.Array(Type.Object({ ...itemFields, created_at: Type.String() }))),
});

export const ReclaimBody = Type.Object({
  items: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Kind,
        id: Type.String({ minLength: 1, maxLength: 255 }),
        generation: Type.String({ minLength: 1, maxLength: 255 }),
      }),
      {
        minItems: 1,
        maxItems: 1000,
        description:
          'Only those of these that the scan suspects; default: every orphaned item of the project.',
      },
    ),
  ),
});

export const ReclaimAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      ...itemFields,
      ...ownFields,
      result: oneOf(['removed', 'accepted', 'left', 'failed']),
      detail: TextOrNull,
    }),
  ),
});
