import type { Logger } from 'pino';
import { DamagedLog, type SealParts, sealLog } from './sealLog.js';

export interface Sealer {
  /** Seals what is there, then ends. */
  stop(): Promise<void>;
}

const betweenRounds = 1_000;

/** Seals the log once a second, as long as the process runs. Replicas take turns; any of them suffices. */
export function startSealer(parts: SealParts & { readonly logger: Logger }): Sealer {
  const { logger } = parts;
  let stopping = false;
  let wakeUp = (): void => undefined;

  const round = async (): Promise<void> => {
    try {
      // A full round means that more is waiting.
      while (((await sealLog(parts)) ?? 0) > 0 && !stopping);
    } catch (error) {
      const text =
        error instanceof DamagedLog ? 'the log was changed from outside and is not signed any further' : '';
      logger.error({ err: error }, text === '' ? 'could not seal the log' : text);
    }
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, betweenRounds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      await round();
      if (!stopping) await pause();
    }
  };
  const running = run();

  return {
    stop: async () => {
      stopping = true;
      wakeUp();
      await running;
      await round();
    },
  };
}
