import type { Operation } from '../access/permissions/table.js';
import type { EngineErrorReason, ItemKind } from '../engines/contract.js';
import type { EngineCallName } from '../engines/simulated/engineFaults.js';
import type { ErrorCode } from '../errors/errors.js';
import type { DesktopId } from '../ids.js';

/**
 * What a fault does. `delay`: the call waits. `error`: it is refused and nothing happens. `cut`: the connection ends before anything
 * happens. `lost_answer`: all happens, and nobody hears of it. `no_effect`: the engine says yes and does nothing. `stuck`: a disk does
 * not go, whatever the engine says. `delete_failed`: what a desktop is made of cannot be removed, until its deletion is shown as failed.
 */
export const faultEffects = [
  'delay',
  'error',
  'cut',
  'lost_answer',
  'no_effect',
  'stuck',
  'delete_failed',
] as const;
export type FaultEffect = (typeof faultEffects)[number];

/** Which calls a fault is for. What is left out is the same to it. */
export interface FaultTarget {
  /** Of the API; else it is one of the engine. */
  readonly operation?: Operation | undefined;
  readonly engineCall?: EngineCallName | undefined;
  readonly kind?: ItemKind | undefined;
  readonly desktopId?: DesktopId | undefined;
  /** The engine's id. */
  readonly itemId?: string | undefined;
}

/** A fault as it was asked for, checked and complete. */
export interface FaultRule extends FaultTarget {
  readonly effect: FaultEffect;
  /** What the API answers. */
  readonly answer?: { readonly status: number; readonly code: ErrorCode } | undefined;
  /** What the engine says is wrong. */
  readonly reason?: EngineErrorReason | undefined;
  /** How long the call waits before, in milliseconds. */
  readonly delayMs: number;
  readonly how: FaultFrequency;
}

/** How often a fault strikes the calls that it is for. */
export type FaultFrequency =
  /** The next so many. */
  | { readonly times: number }
  /** Every one. */
  | { readonly always: true }
  /** Such a share of them, 0 to 1: which ones follows from the seed. */
  | { readonly rate: number; readonly seed: number };

/** A fault that was put in. */
export interface Fault extends FaultRule {
  readonly id: string;
  readonly createdAt: Date;
  /** How many calls it was for so far, and how many of them it struck. */
  readonly calls: number;
  readonly struck: number;
}
