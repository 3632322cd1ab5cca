import type { DesktopId } from '../../ids.js';
import type { EngineErrorReason, ItemKind } from '../contract.js';

/** Calls to an engine that faults can be put into, with the kinds of items that each can be about. */
export const engineCalls = {
  create: ['server', 'volume', 'port', 'snapshot'],
  find: ['server', 'volume', 'port', 'snapshot'],
  observe: ['server', 'volume', 'port', 'snapshot'],
  remove: ['server', 'volume', 'port', 'snapshot'],
  list: ['server', 'volume', 'port', 'snapshot'],
  power: ['server'],
  set_rules: ['port'],
  resize: ['volume', 'server'],
  connect: ['server'],
  replace: ['server'],
  plug: ['server'],
  set_speed: ['volume'],
  notify: ['server'],
  restore: ['snapshot'],
} as const satisfies Readonly<Record<string, readonly ItemKind[]>>;

export type EngineCallName = keyof typeof engineCalls;

export const engineCallNames = [
  'create',
  'find',
  'observe',
  'remove',
  'list',
  'power',
  'set_rules',
  'resize',
  'connect',
  'replace',
  'plug',
  'set_speed',
  'notify',
  'restore',
] as const satisfies readonly EngineCallName[];

/** Whether the call changes something, so that its answer can get lost after the effect, or come without one. */
export function changesItems(call: EngineCallName): boolean {
  return call !== 'find' && call !== 'observe' && call !== 'list';
}

/** A call that reaches the engine. */
export interface EngineCall {
  readonly call: EngineCallName;
  readonly kind: ItemKind;
  /** The engine's id of the item; undefined for one that is to be made, looked up by name or listed. */
  readonly itemId: string | undefined;
  /** Whose item it is; undefined where nobody knows. */
  readonly desktopId: () => Promise<DesktopId | undefined>;
}

/** What befalls a call. */
export interface EngineFault {
  readonly effect: 'delay' | 'error' | 'lost_answer' | 'no_effect';
  /** What the engine says is wrong; of a lost answer `timeout`. */
  readonly reason: EngineErrorReason;
  readonly words: string;
  /** How long the call waits before, in milliseconds. */
  readonly delayMs: number;
}

/** Who decides which calls fail. */
export interface EngineFaults {
  /** What befalls this call; undefined: nothing. */
  strike(call: EngineCall): Promise<EngineFault | undefined>;
  /** Waits, or less when the service stops. */
  pause(milliseconds: number): Promise<void>;
}
