import { Type } from 'typebox';
import { type EngineName, itemKinds } from '../../engines/contract.js';
import type { Language } from '../../errors/errors.js';
import { oneOf } from '../../http/schemas/values.js';
import type { ItemId } from '../../ids.js';
import { asTheyGo, type DeletionPlan, decideKey, type KeyFate } from './planDeletion.js';
import { type PlannedGroup, presentGroups } from './planGroups.js';
import { explainFate, explainItem } from './planReasons.js';
import type { SnapshotName } from './readSnapshotNames.js';

const IdOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });

/** What would go, what stays, and why. */
export const PlanAnswer = Type.Object({
  desktop_id: Type.String(),
  volume_id: Type.Optional(
    Type.String({ description: 'The disk that would go without its desktop; left out: the desktop goes.' }),
  ),
  snapshot_id: Type.Optional(
    Type.String({ description: 'The snapshot that would go alone; left out: none would.' }),
  ),
  computer_name: Type.String({
    description:
      'What the desktop is called now. The digest does not cover it: send it as computer_name with DELETE, where somebody confirms by it.',
  }),
  engine: oneOf(['local', 'simulated'], {
    description: 'What would carry it out. simulated: nothing real would be deleted.',
  }),
  digest: Type.String({
    description:
      'Send it as If-Match: "<digest>" with DELETE to go ahead with exactly this plan. Also the ETag. Of a desktop that is ' +
      'being deleted: of the plan that is being carried out, of which some may have ended.',
  }),
  delete_users: Type.Boolean(),
  email_notification: Type.Boolean(),
  is_force_delete: Type.Boolean(),
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: oneOf(itemKinds),
      snapshot_name: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'What the snapshot is called; the digest does not cover it. Null: the item is none.',
      }),
      volume_id: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'The disk that the snapshot is of. Null: the item is none.',
      }),
      provider_id: IdOrNull,
      generation: IdOrNull,
      encrypted: Type.Unsafe<boolean | null>({
        type: ['boolean', 'null'],
        description: 'Whether its data are encrypted. Null: it holds none, or does not exist yet.',
      }),
      key_id: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'The key of its data, which is destroyed with the last item under it.',
      }),
      key_intent: Type.Unsafe<KeyFate['intent'] | null>({
        type: ['string', 'null'],
        enum: ['destroy', 'keep', null],
        description: 'What becomes of the key; it is kept while an item under it stays. Null: there is none.',
      }),
      intent: oneOf(['delete', 'detach']),
      stage: Type.Integer(),
      reason: Type.String(),
    }),
    { description: 'In the order in which they go: by stage, in a stage by kind.' },
  ),
  users: Type.Array(
    Type.Object({
      id: Type.String(),
      user_name: Type.String(),
      intent: oneOf(['keep', 'decide']),
      forecast: oneOf(['kept', 'deleted']),
      other_desktops: Type.Integer(),
      reason: Type.String(),
      mail: oneOf(['sent', 'not-asked-for', 'tenant-sends-none', 'no-address']),
    }),
  ),
  user_groups: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      user_quantity: Type.Integer(),
      forecast: oneOf(['kept']),
      reason: Type.String(),
    }),
    {
      description: 'Groups that have the desktop. The digest does not cover them: they and their users stay.',
    },
  ),
});

/** What people know the parts of a plan by, and who else it concerns. The digest covers none of it. */
export interface PlanSurroundings {
  readonly computerName: string;
  readonly groups: readonly PlannedGroup[];
  readonly snapshots: ReadonlyMap<ItemId, SnapshotName>;
}

/** A plan as the API answers it, with reasons that a user can read. */
export function presentPlan(
  plan: DeletionPlan,
  { computerName, groups, snapshots }: PlanSurroundings,
  engine: EngineName,
  language: Language,
) {
  return {
    desktop_id: plan.desktopId,
    computer_name: computerName,
    engine,
    digest: plan.digest,
    delete_users: plan.flags.deleteUsers,
    email_notification: plan.flags.emailNotification,
    is_force_delete: plan.flags.force,
    items: asTheyGo(plan.items).map((item) => ({
      id: item.id,
      kind: item.kind,
      snapshot_name: snapshots.get(item.id)?.name ?? null,
      volume_id: snapshots.get(item.id)?.volumeId ?? null,
      provider_id: item.providerId,
      generation: item.generation,
      encrypted: item.encrypted,
      key_id: item.keyId,
      key_intent: decideKey(item, plan.items)?.intent ?? null,
      intent: item.intent,
      stage: item.stage,
      reason: explainItem(item, plan.items, language),
    })),
    users: plan.users.map((user) => ({
      id: user.id,
      user_name: user.name,
      intent: user.intent,
      forecast: user.forecast.outcome,
      other_desktops: user.forecast.otherDesktops,
      reason: explainFate(user.forecast, language),
      mail: user.mail,
    })),
    user_groups: presentGroups(groups, language),
  };
}
