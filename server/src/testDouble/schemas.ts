import { type Static, Type } from 'typebox';
import { engineErrorReasons, itemKinds } from '../engines/contract.js';
import { engineCallNames } from '../engines/simulated/engineFaults.js';
import { AnyId, uuid } from '../http/schemas/ids.js';
import { paging } from '../http/schemas/paging.js';
import { oneLineText } from '../http/schemas/text.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import type { DesktopId } from '../ids.js';
import { maxCalls } from './callList.js';
import { faultEffects } from './fault.js';

/** Nothing but these fields: a misspelt one would be a fault that is not there. */
export const FaultBody = Type.Object(
  {
    effect: oneOf(faultEffects),
    operation: Type.Optional(AnyId),
    engine_call: Type.Optional(oneOf(engineCallNames)),
    kind: Type.Optional(oneOf(itemKinds)),
    desktop_id: Type.Optional(
      uuid<DesktopId>('Only for calls about this desktop: that path or body names, or whose item it is.'),
    ),
    item_id: Type.Optional(AnyId),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    error_code: Type.Optional(AnyId),
    reason: Type.Optional(oneOf(engineErrorReasons)),
    delay_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 60_000 })),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    rate: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffff_ffff })),
  },
  { additionalProperties: false },
);
export type FaultOrder = Static<typeof FaultBody>;

const NumberOrNull = nullable(Type.Number());

export const FaultAnswer = Type.Object({
  fault_id: Type.String(),
  effect: oneOf(faultEffects),
  operation: TextOrNull,
  engine_call: TextOrNull,
  kind: TextOrNull,
  desktop_id: TextOrNull,
  item_id: nullable(Type.String({ description: "The engine's ID of the item." })),
  status: NumberOrNull,
  error_code: TextOrNull,
  reason: TextOrNull,
  delay_ms: NumberOrNull,
  times: nullable(Type.Number({ description: 'How many calls it strikes; null: see rate.' })),
  rate: nullable(Type.Number({ description: 'Share of the calls that it strikes; null: see times.' })),
  seed: NumberOrNull,
  calls: Type.Integer({ description: 'Calls that it was for so far.' }),
  struck: Type.Integer({ description: 'Calls that it struck.' }),
  created_at: Type.String(),
});

export const FaultsAnswer = Type.Object({ faults: Type.Array(FaultAnswer) });

export const FaultPath = { fault_id: AnyId };

export const CallQuery = Type.Object({
  operation: Type.Optional(oneLineText(255)),
  method: Type.Optional(oneLineText(20)),
  path: Type.Optional(oneLineText(512)),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  user: Type.Optional(oneLineText(255)),
  ...paging({ usual: 100, max: maxCalls }),
});

export const CallsAnswer = Type.Object({
  calls: Type.Array(
    Type.Object({
      request_id: Type.String({ description: 'The X-Request-Id of its answer.' }),
      asked_at: Type.String(),
      method: Type.String(),
      operation: nullable(Type.String({ description: 'Null: no operation has this path.' })),
      path: Type.String(),
      query: Type.Record(Type.String(), Type.Array(Type.String())),
      status: nullable(Type.Integer({ description: 'Null: not answered yet.' })),
      user: nullable(Type.String({ description: 'Name of the IAM user; null: not known.' })),
      fault_id: nullable(Type.String({ description: 'The fault that struck it; null: none.' })),
    }),
  ),
  total_count: Type.Integer({ description: 'Calls that fit, on all pages.' }),
  forgotten_count: Type.Integer({ description: `Older calls that went because only ${maxCalls} are kept.` }),
});
