import type pg from 'pg';
import type { Logger } from 'pino';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { type Engine, EngineError, type ProviderRef } from '../../engines/contract.js';
import type { DesktopId, Generation, JobId, ProjectId, ProviderId } from '../../ids.js';
import { type SubJobChange, setSubJob } from '../../jobs/setSubJob.js';
import { backoff } from '../../retry/backoff.js';
import type { WorkerLease } from '../../workers/lease.js';
import type { Work } from '../../workers/loop.js';
import { describeFailure, isPassing } from '../tasks/taskErrors.js';

interface Notification {
  readonly id: string;
  readonly desktop_id: DesktopId;
  readonly project_id: ProjectId;
  readonly job_id: JobId;
  readonly text: string;
  readonly attempts: number;
  readonly language: string;
  /** Null: the desktop has no server any more. */
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
}

export interface NotificationWorkParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly engine: Pick<Engine, 'notify'>;
  readonly ambient: Ambient;
  readonly lease: WorkerLease;
  readonly logger: Logger;
}

/** After so many failures in a row, some ten seconds, a message is given up. */
const maxAttempts = 5;

/** The work of messages to desktops. One may be shown twice where a crash falls between the screen and the record. */
export function createNotificationWork(parts: NotificationWorkParts): Work<Notification> {
  return {
    name: 'notifications',
    rest: 500,
    capacity: 20,
    claim: async (limit) => {
      const { rows } = await parts.pool.query<Notification>({
        name: 'claim notifications',
        text: claimText,
        values: [parts.lease.current(), limit],
      });
      return rows;
    },
    keyOf: ({ id }) => id,
    perform: (notification) => show(parts, notification),
  };
}

const claimText = `
  with alive as materialized (
    select id from workers where lease_until > now()
  ), due as (
    select id from notifications
    where due_at <= now() and (worker is null or claimed_until <= now() or worker not in (select id from alive))
    order by due_at limit $2
    for update skip locked
  ), claimed as (
    update notifications n set worker = $1, claimed_until = now() + interval '60 seconds'
    from due where n.id = due.id and exists (select from alive where id = $1)
    returning n.*
  )
  select c.id, c.desktop_id, c.project_id, c.job_id, c.text, c.attempts, d.language, i.provider_id, i.generation
  from claimed c join desktops d on d.id = c.desktop_id
  left join items i on i.desktop_id = c.desktop_id and i.kind = 'server' and i.state = 'present'`;

async function show(parts: NotificationWorkParts, notification: Notification): Promise<number | undefined> {
  try {
    await parts.engine.notify(serverOf(notification), notification.text);
    await end(parts, notification, { status: 'SUCCESS', at: parts.ambient.now() });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const attempts = notification.attempts + 1;
    parts.logger.warn({ desktop: notification.desktop_id, attempts, err: error }, 'a message was not shown');
    if (isPassing(error) && attempts < maxAttempts) return later(parts, notification, attempts);
    const failure = describeFailure(error, notification.language);
    await end(parts, notification, { status: 'FAILED', at: parts.ambient.now(), ...failure });
  }
  return undefined;
}

function serverOf({ provider_id: id, generation }: Notification): ProviderRef {
  if (id === null || generation === null) throw new EngineError('refused', 'the desktop has no server');
  return { kind: 'server', id, generation };
}

/** Its end and what its job says: both or nothing, and only if it is there still. */
async function end(
  { database }: NotificationWorkParts,
  { id, project_id: projectId, job_id: jobId, desktop_id: desktopId }: Notification,
  change: SubJobChange,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('notifications')
      .where('id', '=', id)
      .where('project_id', '=', projectId)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await setSubJob(transaction, { projectId, jobId, desktopId }, change);
  });
}

async function later(
  { pool, lease }: NotificationWorkParts,
  { id }: Notification,
  attempts: number,
): Promise<number> {
  const inMilliseconds = backoff(attempts, 0, 200, 5_000);
  await pool.query(
    `update notifications set attempts = $2, worker = null, claimed_until = null,
       due_at = now() + make_interval(secs => $3::float8)
     where id = $1 and worker = $4`,
    [id, attempts, inMilliseconds / 1000, lease.current()],
  );
  return inMilliseconds;
}
