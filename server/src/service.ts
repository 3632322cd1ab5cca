import { hostname } from 'node:os';
import { join } from 'node:path';
import { Server as TlsServer } from 'node:tls';
import { realAmbient } from './ambient.js';
import { type App, createApp } from './app.js';
import { describeSettings } from './config/describeSettings.js';
import { connect } from './database/connect.js';
import { asideConnections } from './database/connectionCounts.js';
import { migrate } from './database/migrate.js';
import type { Engine } from './engines/contract.js';
import { createLocalEngine, type LocalEngine } from './engines/local/localEngine.js';
import { createFaultyEngine } from './engines/simulated/faultyEngine.js';
import { createSimulatedEngine, type SimulatedEngineParts } from './engines/simulated/simulatedEngine.js';
import { writeCredentials } from './iam/rootAccount/credentialsFile.js';
import { openAccount } from './iam/rootAccount/openAccount.js';
import { openMailSender } from './mail/openMailSender.js';
import { openDataKeys } from './secrets/dataKeys.js';
import { createPasswords } from './secrets/passwords.js';
import { openServiceLog } from './serviceLog.js';
import { explainDatabaseFailure, explainStartFailure } from './supervisor/explainStartFailure.js';
import {
  isRenewalMessage,
  isStartMessage,
  type ServiceMessage,
  type StartMessage,
} from './supervisor/messages.js';
import { dropPrivileges } from './system/dropPrivileges.js';
import { createTestControl, type TestControl } from './testDouble/testControl.js';
import { keepTombstones, type TombstoneKeeper } from './tombstones/keepTombstones.js';
import { openUnlessClosed } from './workspace/openWorkspace.js';

// The service process: everything it will ever need is imported above, so that from here on it needs no right to read
// the code (a clone may lie where only root may enter).
dropPrivileges(process.env['DESKPLANE_RUN_AS']);

const { logger, metrics: logMetrics } = openServiceLog(process.stdout.fd);
// Warnings of Node.js go there, too: a full disk must not end us.
process.stderr.on('error', () => undefined);
let app: App | undefined;
let certificate: string | undefined;
let tombstones: TombstoneKeeper | undefined;
let closing: Promise<void> | undefined;

process.once('message', (message) => {
  process.on('message', renew);
  if (!isStartMessage(message)) {
    fail('The service was started with a message it does not understand.');
    return;
  }
  start(message).catch((error: unknown) => fail(explainStartFailure(error, message.config)));
});
process.on('SIGTERM', stop);
// The supervisor is gone: nobody is left to stop us.
process.on('disconnect', stop);

async function start(message: StartMessage): Promise<void> {
  const { config } = message;
  const ambient = realAmbient;
  await migrateFirst(message.databaseUrl);
  const connections = connect({
    url: message.databaseUrl,
    connections: config.databaseConnections - asideConnections,
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const { database, pool, beats } = connections;
  tombstones = await keepTombstones({
    pool: beats,
    path: join(config.dataDir, 'tombstones.jsonl'),
    deskplane: message.deskplane,
    logger,
    onOlderDatabase: (error) => {
      fail(error.message);
      stop();
    },
  });
  const dataKeys = await openDataKeys({ database, ambient, masterKeyFile: message.masterKeyPath });
  const passwords = await createPasswords(ambient);
  const opened = await openAccount({ database, ambient, passwords, dataKeys, region: config.region });
  // The secrets are told this once: they must not get lost with a port that turns out to be taken.
  const likely = `http://${config.host}:${config.port}`;
  if (opened.created) await writeCredentials(message.credentialsPath, likely, opened);
  await openUnlessClosed(database, ambient, { projectId: opened.account.projectId, language: 'en' });
  const { simulated, region } = config;
  const testControl =
    message.engineSocket === undefined && config.testControl !== 'off'
      ? createTestControl({ reach: config.testControl, pool, ambient, logger })
      : undefined;
  if (testControl !== undefined)
    logger.warn({ reach: testControl.reach }, 'this is a test double: faults can be put into its calls');
  const engine =
    message.engineSocket === undefined
      ? openSimulatedEngine({ pool, ambient, settings: simulated, region }, testControl)
      : await openLocalEngine(message.engineSocket, region);
  const mailSender = openMailSender({
    smtpUrl: config.smtpUrl,
    dataDir: config.dataDir,
    hostname: hostname(),
    ambient,
  });
  certificate = message.tls?.cert;
  app = await createApp({
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
      certificate: () => certificate,
    },
    limitRequests: config.limitRequests,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    signInPlainHttp: config.signInPlainHttp,
    tls: message.tls,
    maxConnections: config.clientConnections,
    sources: [logMetrics],
    deletionRetentionDays: config.deletionRetentionDays,
    dnsServers: config.egress.dnsServers,
    testControl,
  });
  const endpoint = await app.server.listen({ host: config.host, port: config.port });
  const hasCredentials = await writeCredentials(
    message.credentialsPath,
    config.publicUrl ?? endpoint,
    opened,
  );
  const health = await engine.health();
  if (health.ready)
    for (const warning of health.warnings ?? []) tell({ type: 'progress', text: `Note: ${warning}` });
  tell({ type: 'ready', endpoint, credentialsPath: message.credentialsPath, hasCredentials });
}

/** With the faults of the control interface in its calls, if there is one. */
function openSimulatedEngine(parts: SimulatedEngineParts, control: TestControl | undefined): Engine {
  const simulated = createSimulatedEngine(parts);
  if (control === undefined) return simulated;
  return createFaultyEngine(simulated, { ...parts, faults: control.engineFaults });
}

/** With what it offers known, so that the catalogue is complete from the first request on. */
async function openLocalEngine(socketPath: string, region: string): Promise<LocalEngine> {
  const engine = createLocalEngine({ socketPath, region });
  await engine.learn().catch((error: unknown) => {
    logger.warn({ err: error }, 'what the engine host offers is not known yet');
  });
  return engine;
}

/** The first that the database is asked for: what is wrong with DATABASE_URL comes out here. */
async function migrateFirst(url: string): Promise<void> {
  const connections = connect({ url, connections: 2, answerWithin: 0 });
  try {
    const migrated = await migrate(connections.pool);
    if (migrated.length > 0)
      tell({
        type: 'progress',
        text: `Database brought up to date: ${migrated.length} migrations, up to ${migrated.at(-1)}`,
      });
  } catch (error) {
    throw explainDatabaseFailure(error);
  } finally {
    await connections.close();
  }
}

/** New connections are made with the new certificate; those that are there go on. */
function renew(message: unknown): void {
  const server = app?.server.server;
  if (!isRenewalMessage(message) || !(server instanceof TlsServer)) return;
  server.setSecureContext(message.tls);
  certificate = message.tls.cert;
  logger.info('the TLS certificate was renewed');
}

function stop(): void {
  closing ??= (app?.stop() ?? Promise.resolve())
    .then(() => tombstones?.stop())
    .catch((error: unknown) => logger.error({ err: error }, 'could not stop cleanly'))
    .then(() => process.exit(0));
}

function fail(text: string): void {
  logger.error(text);
  tell({ type: 'failed', message: text });
  process.exitCode = 1;
  process.disconnect();
}

function tell(message: ServiceMessage): void {
  if (process.connected) process.send?.(message);
}
