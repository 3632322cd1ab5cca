import { createLedger } from './ledger.js';
import { createLocks } from './locks.js';
import { type Plant, soundRules } from './plant.js';
import { createRandom } from './random.js';
import { createScheduler } from './scheduler.js';
import { createTrace } from './trace.js';
import { drawTroubles } from './troubles.js';
import { createTruth } from './truth.js';
import type { World } from './world.js';

/** A world with nothing in it yet. */
export function createWorld(seed: number, plant: Plant): World {
  const random = createRandom(seed);
  const scheduler = createScheduler();
  const counts = new Map<string, number>();
  return {
    seed,
    random,
    scheduler,
    trace: createTrace(() => scheduler.now()),
    ledger: createLedger(),
    locks: createLocks((goOn) => scheduler.resume(goOn)),
    truth: createTruth(),
    plant,
    rules: { ...soundRules, ...plant.rules },
    troubles: drawTroubles(random),
    processes: [],
    promised: new Set(),
    asked: new Set(),
    joins: { all: 0, agreed: 0 },
    healed: false,
    violation: undefined,
    databaseClockOffset: 0,
    newId: (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}${count}`;
    },
  };
}
