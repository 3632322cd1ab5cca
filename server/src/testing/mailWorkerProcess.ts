// A process that only empties the outbox, for tests that kill one. Arguments: database URL, SMTP URL.
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { connect } from '../database/connect.js';
import { createMailWork } from '../mail/mailWork.js';
import { openMailSender } from '../mail/openMailSender.js';
import { holdWorkerLease } from '../workers/lease.js';
import { startWorkLoop } from '../workers/loop.js';

const [url, smtpUrl] = process.argv.slice(2);
if (url === undefined || smtpUrl === undefined) throw new Error('usage: mailWorkerProcess <database> <smtp>');

const { database, pool } = connect({ url, connections: 3 });
const logger = pino({ level: 'silent' });
const lease = await holdWorkerLease(pool, realAmbient, logger);
const sender = openMailSender({ smtpUrl, dataDir: '/nonexistent', hostname: 'test', ambient: realAmbient });
startWorkLoop(createMailWork({ database, ambient: realAmbient, lease, logger, sender }), logger);
