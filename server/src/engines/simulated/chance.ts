import { createHash } from 'node:crypto';
import { EngineError } from '../contract.js';

/** The simulated world's dice: everything they say follows from the seed. */
export interface Chance {
  /** A number from 0 up to 1 that belongs to this name and purpose, whatever else happened before. */
  of(name: string, purpose: string): number;
  /**
   * Begins a call, which now and then fails before it has any effect.
   * @throws {EngineError} unreachable or throttled
   */
  begin(call: string): Call;
}

/** A call that has reached the engine. */
export interface Call {
  /** Ends the call, whose answer now and then gets lost although it took effect. @throws {EngineError} timeout */
  end(): void;
}

/**
 * @param seed every choice follows from it
 * @param faultRate share of calls that fail, 0 to 1; a third of the faults come after the effect
 */
export function createChance(seed: number, faultRate: number): Chance {
  let calls = 0;
  const draw = (text: string): number =>
    createHash('sha256').update(`${seed}/${text}`).digest().readUInt32BE(0) / 2 ** 32;
  return {
    of: (name, purpose) => draw(`${name}/${purpose}`),
    begin: (call) => {
      calls += 1;
      // One number decides both ends of a call, however many others run beside it.
      const drawn = draw(`${calls}/${call}`);
      if (drawn < faultRate / 3) throw new EngineError('unreachable', `simulated fault in ${call}`);
      if (drawn < faultRate * (2 / 3)) throw new EngineError('throttled', `simulated fault in ${call}`);
      return {
        end: () => {
          if (drawn < faultRate) throw new EngineError('timeout', `simulated lost answer of ${call}`);
        },
      };
    },
  };
}
