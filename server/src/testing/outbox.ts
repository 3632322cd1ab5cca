import type { Selectable } from 'kysely';
import { pino } from 'pino';
import { newHexId, realAmbient } from '../ambient.js';
import type { Database, Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { asId, type DesktopId, type DesktopUserId, type DomainId, type ProjectId } from '../ids.js';
import { createMailWork } from '../mail/mailWork.js';
import { openMailSender } from '../mail/openMailSender.js';
import { type DeletionMailOrder, type QueueOutcome, queueMails } from '../mail/queueMail.js';
import type { MailSender } from '../mail/sender.js';
import { holdWorkerLease } from '../workers/lease.js';
import { startWorkLoop } from '../workers/loop.js';
import type { MailServer } from './mailServer.js';
import type { TestDatabase } from './testDatabase.js';
import { waitUntil } from './waitUntil.js';

/** A project to hang mails on. */
export async function addProject(database: Database): Promise<ProjectId> {
  const domainId = asId<DomainId>(newHexId(realAmbient));
  const projectId = asId<ProjectId>(newHexId(realAmbient));
  await database.insertInto('domains').values({ id: domainId, name: domainId }).execute();
  await database
    .insertInto('projects')
    .values({ id: projectId, domain_id: domainId, name: projectId })
    .execute();
  return projectId;
}

/** An order like a deletion makes it, for a desktop and user of its own. */
export function someOrder(projectId: ProjectId, changes: Partial<DeletionMailOrder> = {}): DeletionMailOrder {
  return {
    template: 'desktopDeleted',
    projectId,
    desktopId: asId<DesktopId>(realAmbient.uuid()),
    userId: asId<DesktopUserId>(newHexId(realAmbient)),
    language: 'en',
    recipient: 'li.lei@example.com',
    facts: {
      computerName: 'PC-0001',
      userName: 'lilei',
      goneAt: new Date('2026-03-05T08:30:12.345Z'),
      user: 'kept',
    },
    orderedAt: new Date('2026-03-05T08:30:13.000Z'),
    ...changes,
  };
}

/** Queues one mail, in a transaction of its own. */
export async function queueMail(
  database: Database,
  order: DeletionMailOrder,
  orderedAt: Date,
): Promise<QueueOutcome | undefined> {
  return database.transaction().execute((transaction) => queueMailIn(transaction, order, orderedAt));
}

/** As {@link queueMail}, in the caller's transaction. */
export async function queueMailIn(
  transaction: Transaction,
  order: DeletionMailOrder,
  orderedAt: Date,
): Promise<QueueOutcome | undefined> {
  const [outcome] = await queueMails(transaction, [{ ...order, orderedAt }]);
  return outcome;
}

/** Every row of the outbox, oldest first. */
export function outboxOf(database: Database): Promise<Selectable<Schema['mails']>[]> {
  return database.selectFrom('mails').selectAll().orderBy('queued_at').orderBy('id').execute();
}

export interface RunningOutbox {
  /** Stops the loop, the lease and the sender. */
  stop(): Promise<void>;
}

/** Empties the outbox as the service does, with a lease of its own. Log lines go to `logged`, if given. */
export async function runOutbox(
  connections: TestDatabase,
  sender: MailSender,
  logged: string[] = [],
): Promise<RunningOutbox> {
  const logger = pino({ level: 'trace' }, { write: (line) => logged.push(line) });
  const lease = await holdWorkerLease(connections.pool, realAmbient, logger);
  const work = createMailWork({
    database: connections.database,
    ambient: realAmbient,
    lease,
    logger,
    sender,
  });
  const loop = startWorkLoop(work, logger);
  return {
    stop: async () => {
      await loop.stop();
      sender.close();
      await lease.end();
    },
  };
}

/** SMTP to a server of the test. @param userInfo what stands before the host in the URL */
export function senderTo(server: { readonly port: number }, userInfo = ''): MailSender {
  const smtpUrl = `smtp://${userInfo}127.0.0.1:${server.port}?from=desks@corp.example`;
  return openMailSender({ smtpUrl, dataDir: '/nonexistent', hostname: 'desk', ambient: realAmbient });
}

/** Stops both. */
export async function stopAll(outbox: RunningOutbox, server: MailServer): Promise<void> {
  await outbox.stop();
  await server.close();
}

/** Waits until every mail is recorded as sent. */
export function allSentIn({ database }: TestDatabase): Promise<unknown> {
  return waitUntil(
    async () => (await outboxOf(database)).every((row) => row.sent_at !== null),
    'every mail is recorded as sent',
  );
}

/** Waits until every mail has failed with an error that has the words in it. */
export function failedWithIn({ database }: TestDatabase, words: RegExp): Promise<unknown> {
  return waitUntil(
    async () => (await outboxOf(database)).every((row) => words.test(row.last_error ?? '')),
    `the mail's last error is ${String(words)}`,
  );
}
