// A whole service on a database that others use as well, for tests that kill it. Says its endpoint once it listens. Arguments:
// database URL, master key file, data directory, SMTP URL, seed of the simulated engine, socket of the engine host (then
// the engine is the local one).
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { createApp } from '../app.js';
import { connect } from '../database/connect.js';
import { createLocalEngine } from '../engines/local/localEngine.js';
import { createSimulatedEngine } from '../engines/simulated/simulatedEngine.js';
import { openMailSender } from '../mail/openMailSender.js';
import { openDataKeys } from '../secrets/dataKeys.js';
import { createPasswords } from '../secrets/passwords.js';
import { testInstallation } from './testInstallation.js';

const [url, masterKeyFile, dataDir, smtpUrl, seed, engineSocket] = process.argv.slice(2);
if (url === undefined || masterKeyFile === undefined || dataDir === undefined || smtpUrl === undefined)
  throw new Error('usage: crashWorkerProcess <database> <master key file> <data dir> <smtp> <seed> [socket]');

const region = 'test-1';
const ambient = realAmbient;
const connections = connect({ url, connections: 6 });
const app = await createApp({
  connections,
  engine:
    engineSocket === undefined
      ? createSimulatedEngine({
          pool: connections.pool,
          ambient,
          region,
          settings: { seed: Number(seed), delayMs: 150, faultRate: 0.05 },
        })
      : createLocalEngine({ socketPath: engineSocket, region }),
  ambient,
  logger: pino({ level: process.env['DESKPLANE_LOG_LEVEL'] ?? 'silent' }),
  dataKeys: await openDataKeys({ database: connections.database, ambient, masterKeyFile }),
  passwords: await createPasswords(ambient),
  mailSender: openMailSender({ smtpUrl, dataDir, hostname: 'test', ambient }),
  region,
  installation: testInstallation(dataDir),
});
const endpoint = await app.server.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ endpoint });
// Nobody is left to tell: the test that started this process has ended.
process.on('disconnect', () => process.exit(1));
