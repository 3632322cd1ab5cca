import type { Database } from '../database/connect.js';
import type { MetricSource } from '../http/metricText.js';
import { readOrphanFigures } from './orphanWatch.js';

/** What the last scan found, of all projects; nothing until there was one. */
export function createOrphanMetrics(database: Database): MetricSource {
  return {
    collect: async () => {
      const figures = await readOrphanFigures(database);
      if (figures === undefined) return [];
      const { finishedAt, complete, ...counts } = figures;
      return [
        {
          name: 'deskplane_engine_items',
          help: 'Items of the engine at the last orphan scan, by what they are to the ledger.',
          type: 'gauge',
          samples: Object.entries(counts).map(([found, value]) => ({ labels: { found }, value })),
        },
        {
          name: 'deskplane_orphan_scan_complete',
          help: 'Whether the engine answered everything that the last orphan scan asked.',
          type: 'gauge',
          samples: [{ value: complete ? 1 : 0 }],
        },
        {
          name: 'deskplane_orphan_scan_timestamp_seconds',
          help: 'When the last orphan scan ended.',
          type: 'gauge',
          samples: [{ value: finishedAt.getTime() / 1000 }],
        },
      ];
    },
  };
}
