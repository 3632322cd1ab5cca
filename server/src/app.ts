import type { Logger } from 'pino';
import { type Ambient, newHexId } from './ambient.js';
import { addLookUpRoutes } from './catalogue/lookUpRoutes.js';
import { addCatalogueRoutes } from './catalogue/routes.js';
import type { Connections } from './database/connect.js';
import { createDeletionWork } from './deletion/executeItem.js';
import { addDeletionRoutes } from './deletion/routes.js';
import { createDesktopWork } from './desktops/desktopWork.js';
import { addDesktopReadRoutes } from './desktops/readRoutes.js';
import { addDesktopRenameRoutes } from './desktops/renameRoutes.js';
import { addDesktopTagRoutes } from './desktops/tags/routes.js';
import { createServerWatch } from './desktops/watchServers.js';
import { addDesktopWriteRoutes } from './desktops/writeRoutes.js';
import type { Engine } from './engines/contract.js';
import { addHealthRoutes } from './http/health.js';
import { createServer, type Server } from './http/server.js';
import type { DataKeys } from './iam/dataKeys.js';
import { createGatekeeper } from './iam/gatekeeper.js';
import type { Passwords } from './iam/passwords.js';
import { addIamRoutes } from './iam/routes.js';
import { addJobRoutes } from './jobs/routes.js';
import { createMailWork } from './mail/mailWork.js';
import type { MailSender } from './mail/sender.js';
import { addNetworkRoutes } from './network/routes.js';
import { addUserRoutes } from './users/routes.js';
import { holdWorkerLease } from './workers/lease.js';
import { startWorkLoop, type WorkLoop } from './workers/loop.js';
import { addWorkspaceRoutes } from './workspace/routes.js';

/** What the service is made with. Whoever starts it decides, so that tests start the same service. */
export interface AppParts {
  readonly connections: Connections;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
  readonly dataKeys: DataKeys;
  readonly passwords: Passwords;
  readonly mailSender: MailSender;
  readonly region: string;
  /** Called before the routes are added: what a test wants to watch. */
  readonly beforeRoutes?: (server: Server) => void;
}

export interface App {
  readonly server: Server;
  /** Answers no more, finishes what is in progress, and leaves the rest to whoever comes next. */
  stop(): Promise<void>;
}

/** Connects everything: who is told what, readable top to bottom. The work begins at once; listening is the caller's. */
export async function createApp(parts: AppParts): Promise<App> {
  const { connections, engine, ambient, logger, dataKeys, passwords, region } = parts;
  const { database, pool } = connections;

  const lease = await holdWorkerLease(pool, ambient, logger);
  const loops: WorkLoop[] = [];
  const wake = (): void => {
    for (const loop of loops) loop.wake();
  };
  const work = { database, engine, ambient, logger, lease };
  loops.push(
    startWorkLoop(createDesktopWork(work), logger),
    startWorkLoop(createDeletionWork({ ...work, wakeOthers: wake }), logger),
    startWorkLoop(createMailWork({ ...work, sender: parts.mailSender }), logger),
    startWorkLoop(createServerWatch(work), logger),
  );

  const gatekeeper = createGatekeeper({ pool, ambient, dataKeys });
  const server = await createServer({ logger, gatekeeper, newRequestId: () => newHexId(ambient) });
  parts.beforeRoutes?.(server);
  const { offer } = engine;
  addHealthRoutes(server, {
    canWrite: () => lease.isFresh(),
    engineName: engine.name,
    engineHealth: () => engine.health(),
  });
  addIamRoutes(server, { database, pool, ambient, passwords, region });
  addWorkspaceRoutes(server, { database });
  addCatalogueRoutes(server, { database, offer });
  addLookUpRoutes(server, offer);
  addNetworkRoutes(server, { database });
  addUserRoutes(server, { database, ambient, passwords });
  addDesktopReadRoutes(server, { database, offer });
  addDesktopRenameRoutes(server, { database });
  addDesktopTagRoutes(server, { database });
  addDesktopWriteRoutes(server, { database, ambient, engine, wake });
  addDeletionRoutes(server, { database, ambient, wake });
  addJobRoutes(server, { database });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());

  return {
    server,
    stop: async () => {
      await server.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await lease.end();
    },
  };
}
