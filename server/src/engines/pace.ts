import type { Engine } from './contract.js';

/**
 * How long to leave an engine alone before looking at what it is at, in milliseconds: as long as is usual, or less where it says that
 * it takes less.
 * @param usual what fits engines whose machines decide how long they take
 */
export function paceOf(engine: Pick<Engine, 'usualDelayMs'>, usual: number): number {
  return Math.min(usual, engine.usualDelayMs ?? usual);
}
