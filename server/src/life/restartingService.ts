import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { openStartingDatabase, type StartingDatabase } from '../database/startingDatabase.js';
import { createFront } from '../http/front.js';
import type { StartMessage } from '../supervisor/messages.js';
import {
  connectTo,
  controlReach,
  type LifeParts,
  migrateFirst,
  openInstallation,
  startLife,
  tombstonesPath,
} from './life.js';
import type { Service } from './plainService.js';

/** Whether it is a test double with a database of its own: what others keep in theirs is not ours to drop. */
export function canStartOver(message: StartMessage): boolean {
  return controlReach(message) !== undefined && message.config.databaseUrl === undefined;
}

/**
 * A service that can be begun again with the database of its first start, as often as tests ask for it: what listens stays, and
 * everything behind it is stopped to its last connection before the database is replaced.
 * @param onFailure told when it could not be begun again: the process is to end, and its next start completes what was begun
 */
export async function openRestartingService(
  parts: LifeParts,
  onFailure: (error: unknown) => void,
): Promise<Service> {
  const { message, logger } = parts;
  const { config } = message;
  const starting = openStartingDatabase(message.databaseUrl, [
    tombstonesPath(message),
    join(config.dataDir, 'mail'),
  ]);
  await starting.mend();
  if (!(await starting.isKept())) await keepStart(parts, starting);

  const front = createFront({ logger, tls: message.tls, maxConnections: config.clientConnections });
  let startingOver: Promise<void> | undefined;
  let stopping = false;
  const startOver = (answer: ServerResponse): Promise<void> => {
    front.spare(answer);
    startingOver ??= beginAgain()
      .catch((error: unknown) => {
        onFailure(error);
        throw error;
      })
      .finally(() => {
        startingOver = undefined;
      });
    return startingOver;
  };
  const start = () => startLife({ ...parts, startOver, answered: () => front.answered() });
  let life = await start();
  const first = life;
  await front.serve(life.app.server);

  async function beginAgain(): Promise<void> {
    const began = performance.now();
    front.hold();
    await life.stop();
    await starting.putBack();
    life = await start();
    logger.info({ milliseconds: Math.round(performance.now() - began) }, 'the test double was reset');
    if (!stopping) await front.serve(life.app.server);
  }

  return {
    first,
    listener: front.listener,
    listen: (at) => front.listen(at),
    stop: async () => {
      stopping = true;
      await startingOver?.catch(() => undefined);
      await Promise.all([front.close(), life.stop()]);
    },
  };
}

/** Before anything was asked of it: with the first account, whose credentials stay, and without a log. */
async function keepStart(parts: LifeParts, starting: StartingDatabase): Promise<void> {
  await migrateFirst(parts);
  const connections = connectTo(parts);
  try {
    await openInstallation(connections, parts.message);
  } finally {
    await connections.close();
  }
  await starting.keep();
}
