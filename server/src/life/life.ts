import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { realAmbient as ambient } from '../ambient.js';
import { type App, createApp } from '../app.js';
import { refuseMovedClock } from '../clock/refuseMovedClock.js';
import { describeSettings } from '../config/describeSettings.js';
import { type Connections, connect } from '../database/connect.js';
import { asideConnections } from '../database/connectionCounts.js';
import { migrate } from '../database/migrate.js';
import type { Engine } from '../engines/contract.js';
import { createLocalEngine, type LocalEngine } from '../engines/local/localEngine.js';
import { createFaultyEngine } from '../engines/simulated/faultyEngine.js';
import { createSimulatedEngine, type SimulatedEngineParts } from '../engines/simulated/simulatedEngine.js';
import type { MetricSource } from '../http/metricText.js';
import { writeCredentials } from '../iam/rootAccount/credentialsFile.js';
import { type OpenedAccount, openAccount } from '../iam/rootAccount/openAccount.js';
import { openMailSender } from '../mail/openMailSender.js';
import { type DataKeys, openDataKeys } from '../secrets/dataKeys.js';
import { createPasswords, type Passwords } from '../secrets/passwords.js';
import { explainDatabaseFailure } from '../supervisor/explainStartFailure.js';
import type { StartMessage } from '../supervisor/messages.js';
import {
  createTestControl,
  type StartOver,
  type TestControl,
  type TestControlReach,
} from '../testDouble/testControl.js';
import { keepTombstones } from '../tombstones/keepTombstones.js';
import { openUnlessClosed } from '../workspace/openWorkspace.js';

export interface LifeParts {
  readonly message: StartMessage;
  readonly logger: Logger;
  readonly sources: readonly MetricSource[];
  /** The one that clients are shown now. */
  readonly certificate: () => string | undefined;
  readonly progress: (text: string) => void;
  /** The database was put back to an older state: nothing may go on with it. */
  readonly onOlderDatabase: (error: Error) => void;
  /** For a test double that can be reset. */
  readonly startOver?: StartOver;
  /** Fulfilled when what the app was given is answered, where it does not listen itself. */
  readonly answered?: () => Promise<void>;
}

/** The service over one database, from its connections up to an app that listens to nothing yet. */
export interface Life {
  readonly app: App;
  readonly engine: Engine;
  readonly opened: OpenedAccount;
  /** Ends all of it; nothing of it reaches the database any more. */
  stop(): Promise<void>;
}

/** Where the file of what has ended for good is. */
export const tombstonesPath = ({ config }: StartMessage): string => join(config.dataDir, 'tombstones.jsonl');

/** Starts the service on the database of the message, brought up to date before. */
export async function startLife(parts: LifeParts): Promise<Life> {
  const { message, logger } = parts;
  const { config } = message;
  await migrateFirst(parts);
  const connections = connectTo(parts);
  const { pool, beats } = connections;
  const tombstones = await keepTombstones({
    pool: beats,
    path: tombstonesPath(message),
    deskplane: message.deskplane,
    logger,
    onOlderDatabase: parts.onOlderDatabase,
  });
  const { opened, dataKeys, passwords } = await openInstallation(connections, message);
  const reach = controlReach(message);
  const testControl =
    reach && createTestControl({ reach, pool, ambient, logger, startOver: parts.startOver });
  if (testControl !== undefined)
    logger.warn({ reach: testControl.reach }, 'this is a test double: faults can be put into its calls');
  const { simulated, region } = config;
  const engine =
    message.engineSocket === undefined
      ? openSimulatedEngine({ pool, ambient, settings: simulated, region }, testControl)
      : await openLocalEngine(message.engineSocket, region, logger);
  const mailSender = openMailSender({
    smtpUrl: config.smtpUrl,
    dataDir: config.dataDir,
    hostname: hostname(),
    ambient,
  });
  const app = await createApp({
    connections,
    engine,
    ambient,
    logger,
    dataKeys,
    passwords,
    mailSender,
    region: config.region,
    installation: {
      id: message.instanceId,
      startedAt: ambient.now(),
      dataDir: config.dataDir,
      settingsFile: config.file,
      settings: describeSettings(config),
      embeddedDatabase: config.databaseUrl === undefined,
      certificate: parts.certificate,
    },
    limitRequests: config.limitRequests,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    signInPlainHttp: config.signInPlainHttp,
    tls: message.tls,
    maxConnections: config.clientConnections,
    sources: parts.sources,
    deletionRetentionDays: config.deletionRetentionDays,
    dnsServers: config.egress.dnsServers,
    testControl,
    beforeRoutes: (server) => {
      const { answered } = parts;
      // Hooks of the end come before the work, and its connections, are ended.
      if (answered !== undefined) server.addHook('onClose', answered);
    },
  });
  let stopped: Promise<void> | undefined;
  return {
    app,
    engine,
    opened,
    stop: () =>
      (stopped ??= (async () => {
        await app.stop();
        await tombstones.stop();
        mailSender.close();
        await connections.close();
      })()),
  };
}

/** From where tests may put faults into its calls; undefined: from nowhere. */
export function controlReach({ engineSocket, config }: StartMessage): TestControlReach | undefined {
  return engineSocket === undefined && config.testControl !== 'off' ? config.testControl : undefined;
}

/** The first that the database is asked for: what is wrong with DATABASE_URL comes out here. */
export async function migrateFirst({ message, progress }: LifeParts): Promise<void> {
  const connections = connect({ url: message.databaseUrl, connections: 2, answerWithin: 0 });
  try {
    const migrated = await migrate(connections.pool);
    if (migrated.length > 0)
      progress(`Database brought up to date: ${migrated.length} migrations, up to ${migrated.at(-1)}`);
    if (controlReach(message) === undefined) await refuseMovedClock(connections.pool);
  } catch (error) {
    throw explainDatabaseFailure(error);
  } finally {
    await connections.close();
  }
}

/** Pools on the database of the message. */
export function connectTo({ message, logger }: LifeParts): Connections {
  return connect({
    url: message.databaseUrl,
    connections: message.config.databaseConnections - asideConnections,
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
}

/** Makes the first account and its workspace, and writes its credentials down, unless they are there. */
export async function openInstallation(
  { database }: Connections,
  message: StartMessage,
): Promise<{
  readonly opened: OpenedAccount;
  readonly dataKeys: DataKeys;
  readonly passwords: Passwords;
}> {
  const { config } = message;
  const dataKeys = await openDataKeys({ database, ambient, masterKeyFile: message.masterKeyPath });
  const passwords = await createPasswords(ambient);
  const opened = await openAccount({ database, ambient, passwords, dataKeys, region: config.region });
  // The secrets are told this once: they must not get lost with a port that turns out to be taken.
  const likely = `http://${config.host}:${config.port}`;
  if (opened.created) await writeCredentials(message.credentialsPath, likely, opened);
  await openUnlessClosed(database, ambient, { projectId: opened.account.projectId, language: 'en' });
  return { opened, dataKeys, passwords };
}

/** With the faults of the control interface in its calls, if there is one. */
function openSimulatedEngine(parts: SimulatedEngineParts, control: TestControl | undefined): Engine {
  const simulated = createSimulatedEngine(parts);
  if (control === undefined) return simulated;
  return createFaultyEngine(simulated, { ...parts, faults: control.engineFaults });
}

/** With what it offers known, so that the catalogue is complete from the first request on. */
async function openLocalEngine(socketPath: string, region: string, logger: Logger): Promise<LocalEngine> {
  const engine = createLocalEngine({ socketPath, region });
  await engine.learn().catch((error: unknown) => {
    logger.warn({ err: error }, 'what the engine host offers is not known yet');
  });
  return engine;
}
