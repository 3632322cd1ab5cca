import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { MetricSource } from '../http/metricText.js';
import type { Sealer } from './sealer.js';

/** How far the sealing of the log is behind, for the whole installation, and whether this process refuses to go on with it. */
export function createLogMetrics(database: Database, sealer: Pick<Sealer, 'damage'>): MetricSource {
  return {
    collect: async () => {
      const { rows } = await sql<{ entries: number; age: number }>`
        select count(*)::float8 as entries,
          coalesce(greatest(extract(epoch from clock_timestamp() - min(written_at)), 0), 0)::float8 as age
        from log_unsealed`.execute(database);
      const [waiting] = rows;
      return [
        {
          name: 'deskplane_log_unsealed_entries',
          help: 'Entries of the log that have no place in its tree yet.',
          type: 'gauge',
          samples: [{ value: waiting?.entries ?? 0 }],
        },
        {
          name: 'deskplane_log_unsealed_age_seconds',
          help: 'How long the oldest of these has waited; 0 when there is none. About a second is usual.',
          type: 'gauge',
          samples: [{ value: waiting?.age ?? 0 }],
        },
        {
          name: 'deskplane_log_damaged',
          help: 'Whether the log is not the one that was signed last, so that nothing is signed any further.',
          type: 'gauge',
          samples: [{ value: sealer.damage() === undefined ? 0 : 1 }],
        },
      ];
    },
  };
}
