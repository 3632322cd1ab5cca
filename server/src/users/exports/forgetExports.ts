import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { Work } from '../../workers/loop.js';

/** What a look takes together. */
const portion = 1_000;

export interface ForgetExportsParts {
  readonly database: Database;
  /** Milliseconds between two looks. Default: one minute. */
  readonly every?: number;
}

/** Forgets who is in an export once its file has expired, and the export itself a week after it was made. All replicas take part. */
export function createExportSweep({ database, every = 60_000 }: ForgetExportsParts): Work<'exports'> {
  let next = 0;
  return {
    name: 'exports',
    rest: 250,
    capacity: 1,
    claim: async () => {
      if (performance.now() < next) return [];
      next = performance.now() + every;
      return ['exports'];
    },
    keyOf: () => 'exports',
    perform: async () => {
      const emptied = await sql`
        delete from export_task_users where (task_id, user_id) in (
          select u.task_id, u.user_id from export_tasks t join export_task_users u on u.task_id = t.id
          where t.expires_at <= service_now() limit ${portion})`.execute(database);
      await sql`
        delete from export_tasks where id in (
          select id from export_tasks where expires_at <= service_now() - interval '6 days' limit ${portion}
          for update skip locked)`.execute(database);
      // What is left over goes at once.
      if (Number(emptied.numAffectedRows ?? 0n) === portion) next = 0;
    },
  };
}
