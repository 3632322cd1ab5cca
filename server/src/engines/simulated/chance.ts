import { createHash } from 'node:crypto';
import { EngineError } from '../contract.js';

/** The simulated world's dice: the same seed and the same question give the same answer, whatever else happened before. */
export interface Chance {
  /** A number from 0 up to 1 that belongs to this name and purpose. */
  of(name: string, purpose: string): number;
  /** Fails a call now and then, before it had any effect. @throws {EngineError} */
  beforeEffect(call: string): void;
  /** Fails a call now and then although it took effect, as a lost answer does. @throws {EngineError} */
  afterEffect(call: string): void;
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
    beforeEffect: (call) => {
      calls += 1;
      const drawn = draw(`${calls}/${call}/before`);
      if (drawn < faultRate * (2 / 3))
        throw new EngineError(
          drawn < faultRate / 3 ? 'unreachable' : 'throttled',
          `simulated fault in ${call}`,
        );
    },
    afterEffect: (call) => {
      if (draw(`${calls}/${call}/after`) < faultRate / 3)
        throw new EngineError('timeout', `simulated lost answer of ${call}`);
    },
  };
}
