// A worker that takes everything there is to do on desktops and does nothing of it, for tests that kill it. Says the ids of
// what it took. Argument: database URL.
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { connect } from '../database/connect.js';
import { claimTasks } from '../desktops/tasks/taskQueries.js';
import { holdWorkerLease } from '../workers/lease.js';
import { announcePresence } from '../workers/presence.js';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: claimingProcess <database>');

const { database, pool } = connect({ url, connections: 2 });
const logger = pino({ level: 'silent' });
const presence = await announcePresence({ pool, ambient: realAmbient, logger, onWorkDue: () => undefined });
const lease = await holdWorkerLease(pool, realAmbient, logger, presence);
const tasks = await claimTasks(database, lease.current(), 100);
process.send?.(tasks.map((task) => task.id));
process.on('disconnect', () => process.exit(1));
