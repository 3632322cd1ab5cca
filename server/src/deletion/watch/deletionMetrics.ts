import type pg from 'pg';
import {
  createCounter,
  createHistogram,
  type MetricFamily,
  type MetricSource,
} from '../../http/metricText.js';
import type { EndedItem } from './endedItems.js';

export interface DeletionMetrics extends MetricSource {
  /** An item ended by this process' doing. */
  itemEnded(item: EndedItem): void;
}

/** From a tenth of a second, which a quick engine needs, to a day, which a host that is down may take. */
const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400];
/** Totals are counted at most so often, however many scrape. */
const totalsForMs = 5_000;

/**
 * Metrics of deletions. Totals are read from the ledger, cover the whole service and are the same on every replica. Figures about ended items
 * cover what this process ended: add them up over replicas.
 */
export function createDeletionMetrics(pool: pg.Pool): DeletionMetrics {
  const ended = createCounter();
  const asked = createHistogram(seconds);
  const absent = createHistogram(seconds);
  const wholes = createHistogram(seconds);
  let totals: { readonly at: number; readonly families: Promise<readonly MetricFamily[]> } | undefined;

  return {
    itemEnded: ({ kind, end, untilAsked, untilGone, whole }) => {
      ended.add({ kind, end });
      if (untilAsked !== null) asked.observe({ kind }, untilAsked);
      if (untilGone !== null) absent.observe({ kind }, untilGone);
      if (whole !== null) wholes.observe({}, whole);
    },
    collect: async () => {
      const now = performance.now();
      if (totals === undefined || now - totals.at > totalsForMs) {
        const families = readTotals(pool);
        totals = { at: now, families };
        families.catch(() => (totals = undefined));
      }
      return [
        ...(await totals.families),
        counter(
          'deskplane_deletion_items_ended_total',
          'Items whose end this process recorded.',
          ended.samples(),
        ),
        histogram(
          'deskplane_deletion_item_ask_seconds',
          "Ours: from when an item's turn came (acceptance, or the end of the stage before) until the engine was asked.",
          asked.samples(),
        ),
        histogram(
          'deskplane_deletion_item_absence_seconds',
          "The engine's: from when it was first asked until the item was seen gone.",
          absent.samples(),
        ),
        histogram(
          'deskplane_deletion_duration_seconds',
          'Whole deletions whose last item this process ended: from acceptance to the proven end.',
          wholes.samples(),
        ),
      ];
    },
  };
}

type Samples = MetricFamily['samples'];
const counter = (name: string, help: string, samples: Samples): MetricFamily => ({
  name,
  help,
  type: 'counter',
  samples,
});
const gauge = (name: string, help: string, samples: Samples): MetricFamily => ({
  name,
  help,
  type: 'gauge',
  samples,
});
const histogram = (name: string, help: string, samples: Samples): MetricFamily => ({
  name,
  help,
  type: 'histogram',
  samples,
});

interface TotalsRow {
  readonly accepted: number;
  readonly running: number;
  readonly failing: number;
  readonly oldest: number | null;
  readonly open_items: { readonly kind: string; readonly count: number }[] | null;
  readonly mails: number;
  readonly mails_sent: number;
  readonly mails_undeliverable: number;
  readonly mails_failing: number;
}

async function readTotals(pool: pg.Pool): Promise<readonly MetricFamily[]> {
  const { rows } = await pool.query<TotalsRow>({
    name: 'count for metrics',
    text: `
      with open as (
        select desktop_id, failed_since, accepted_at from deletion_progress join deletion_orders using (desktop_id)
      ),
      past as (
        select coalesce(sum(deletions), 0) as deletions, coalesce(sum(mails), 0) as mails,
          coalesce(sum(mails_sent), 0) as mails_sent
        from compacted_totals
      )
      select ((select count(*) from deletion_orders) + past.deletions)::float8 as accepted,
        (select count(*)::float8 from open where failed_since is null) as running,
        (select count(*)::float8 from open where failed_since is not null) as failing,
        (select greatest(0, extract(epoch from now() - min(accepted_at)))::float8 from open) as oldest,
        (select json_agg(k) from (
           select i.kind, count(*) from deletion_items i join open using (desktop_id)
           where i.ended is null group by i.kind order by i.kind) k) as open_items,
        ((select count(*) from mails) + past.mails)::float8 as mails,
        ((select count(sent_at) from mails) + past.mails_sent)::float8 as mails_sent,
        (select count(*)::float8 from mails where undeliverable_at is not null and not withdrawn) as mails_undeliverable,
        (select count(*)::float8 from mails
          where sent_at is null and undeliverable_at is null and attempts > 0) as mails_failing
      from past`,
  });
  const [row] = rows;
  if (row === undefined) return [];
  const open = row.running + row.failing;
  return [
    counter('deskplane_deletions_accepted_total', 'Deletions ever accepted. Whole service.', [
      { value: row.accepted },
    ]),
    counter('deskplane_deletions_completed_total', 'Deletions ever completed. Whole service.', [
      { value: row.accepted - open },
    ]),
    gauge('deskplane_deletions_open', 'Deletions that have not ended, by state. Whole service.', [
      { labels: { state: 'running' }, value: row.running },
      { labels: { state: 'failed' }, value: row.failing },
    ]),
    gauge(
      'deskplane_deletion_oldest_seconds',
      'Age of the oldest deletion that has not ended; 0: none. Whole service.',
      [{ value: row.oldest ?? 0 }],
    ),
    gauge(
      'deskplane_deletion_items_open',
      'Items of running deletions that have not ended. Whole service.',
      (row.open_items ?? []).map(({ kind, count }) => ({ labels: { kind }, value: count })),
    ),
    counter('deskplane_mails_queued_total', 'Mails ever queued. Whole service.', [{ value: row.mails }]),
    counter('deskplane_mails_sent_total', 'Mails handed over to the mail server. Whole service.', [
      { value: row.mails_sent },
    ]),
    gauge('deskplane_mails_failing', 'Mails tried without success, still being tried. Whole service.', [
      { value: row.mails_failing },
    ]),
    gauge('deskplane_mails_undeliverable', 'Mails that ended without being delivered. Whole service.', [
      { value: row.mails_undeliverable },
    ]),
  ];
}
