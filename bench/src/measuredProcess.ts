import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Value } from 'typebox/value';
import { countStatements } from './countStatements.js';
import { startFloor } from './floor.js';
import { Command, type Ready, simulatedWord, type Usage } from './messages.js';
import {
  connect,
  createApp,
  createLocalEngine,
  createPasswords,
  createSimulatedEngine,
  type Engine,
  migrate,
  openAccount,
  openDataKeys,
  openMailSender,
  openWorkspace,
  realAmbient,
} from './production.js';
import { createZeroDelayEngine } from './zeroDelayEngine.js';

/** The program of the measured process: the whole service as it is in production, but for its engine; and the floor. */
const region = 'bench-1';
const [url, masterKeyFile, engineSocket] = process.argv.slice(2);
if (url === undefined || masterKeyFile === undefined) throw new Error('started by the bench only');

const dataDir = await mkdtemp(join(tmpdir(), 'deskplane-bench-'));
const ambient = realAmbient;
// As the service has it.
const connections = connect({ url, connections: 20 });
const counts = countStatements(connections.pools);
const { database, pool } = connections;
await migrate(pool);
const zeroDelay = createZeroDelayEngine(region);
const local = openEngine();
const dataKeys = await openDataKeys({ database, ambient, masterKeyFile });
const passwords = await createPasswords(ambient);
const opened = await openAccount({ database, ambient, dataKeys, passwords, region });
await openWorkspace(database, ambient, { projectId: opened.account.projectId, language: 'en' });
const app = await createApp({
  connections,
  engine: local ?? zeroDelay,
  ambient,
  // Written like in production, read by nobody.
  logger: pino({ level: 'info' }, pino.destination('/dev/null')),
  dataKeys,
  passwords,
  mailSender: openMailSender({ smtpUrl: undefined, dataDir, hostname: 'localhost', ambient }),
  region,
  installation: {
    id: '0123abcd',
    startedAt: new Date(),
    dataDir,
    settingsFile: undefined,
    settings: [],
    embeddedDatabase: true,
    certificate: () => undefined,
  },
});
const floor = await startFloor(pool);

process.on('message', (message) => {
  const command = Value.Parse(Command, message);
  if (command === 'usage') tell(usage());
  else if (command === 'stop') void stop();
  else zeroDelay.hold(command === 'hold');
});
process.once('disconnect', () => process.exit(1));
tell(await ready());

/** Undefined: the one that costs nothing. */
function openEngine(): Engine | undefined {
  if (engineSocket === undefined) return undefined;
  if (engineSocket !== simulatedWord) return createLocalEngine({ socketPath: engineSocket, region });
  return createSimulatedEngine({
    pool,
    ambient,
    region,
    settings: { seed: 1, delayMs: 0, faultRate: 0 },
  });
}

async function ready(): Promise<Ready> {
  const { rows } = await pool.query<{ subnet: string; security: string }>(
    'select subnet_ids[1] as subnet, desktop_security_group_id as security from workspaces where project_id = $1',
    [opened.account.projectId],
  );
  return {
    type: 'ready',
    endpoint: await app.server.listen({ host: '127.0.0.1', port: 0 }),
    floorEndpoint: floor.endpoint,
    projectId: opened.account.projectId,
    subnetId: rows[0]?.subnet ?? '',
    securityGroupId: rows[0]?.security ?? '',
    signIn: opened.created
      ? {
          userName: opened.credentials.user_name,
          password: opened.credentials.password,
          domainName: opened.credentials.domain_name,
        }
      : null,
  };
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return {
    type: 'usage',
    cpu: (user + system) / 1000,
    resident: process.memoryUsage.rss() / 1_048_576,
    ...counts,
  };
}

async function stop(): Promise<void> {
  zeroDelay.hold(false);
  await floor.stop();
  await app.stop();
  await local?.close();
  await connections.close();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
}

function tell(message: Ready | Usage): void {
  process.send?.(message);
}
