import type { Logger } from 'pino';
import { indexAuditEvents } from './events/indexAuditEvents.js';
import { DamagedLog, maxEntries, type SealParts, sealLog } from './sealLog.js';

export interface Sealer {
  /** How the log differs from what was signed last, as long as nothing is sealed for that reason. */
  damage(): string | undefined;
  /** Seals what is there, then ends. */
  stop(): Promise<void>;
}

const betweenRounds = 1_000;
/** Where this many come at once, rounds follow each other so much sooner: a big one holds up everything beside it (seen: 30 ms). */
const manyEntries = 50;
const betweenBusyRounds = 200;

/** Seals the log and fills the index of audit events once a second, and more often while much is written, as long as the process runs. Replicas take turns; any of them suffices. */
export function startSealer(parts: SealParts & { readonly logger: Logger }): Sealer {
  const { logger } = parts;
  let stopping = false;
  let wakeUp = (): void => undefined;
  let damage: string | undefined;

  /** @param isLast nobody comes after it to seal the rest. @returns how long to rest */
  const round = async (isLast = false): Promise<number> => {
    let sealed: number | undefined;
    try {
      // Also of a log that is not sealed any more.
      await indexAuditEvents(parts.database);
      do {
        sealed = await sealLog(parts);
        // Nothing waiting means that somebody could seal it; undefined says nothing.
        if (sealed !== undefined) damage = undefined;
        // A full round means that more is waiting; what comes meanwhile has time until the next one.
      } while (sealed === maxEntries && (isLast || !stopping));
    } catch (error) {
      if (error instanceof DamagedLog) damage = error.message;
      const text =
        error instanceof DamagedLog
          ? 'the log was changed from outside and is not signed any further'
          : 'could not seal or index the log';
      logger.error({ err: error }, text);
    }
    return (sealed ?? 0) >= manyEntries ? betweenBusyRounds : betweenRounds;
  };
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      const rest = await round();
      if (!stopping) await pause(rest);
    }
  };
  const running = run();

  return {
    damage: () => damage,
    stop: async () => {
      stopping = true;
      wakeUp();
      await running;
      await round(true);
    },
  };
}
