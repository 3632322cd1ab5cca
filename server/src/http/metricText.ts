/** What a metric is told apart by, besides its name. Values come from short closed lists, never from callers. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** Only within a histogram. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly labels?: Labels;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

/** Where metrics come from; asked for at every scrape. */
export interface MetricSource {
  collect(): Promise<readonly MetricFamily[]> | readonly MetricFamily[];
}

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** The Prometheus text format, version 0.0.4. */
export function writeMetrics(families: readonly MetricFamily[]): string {
  return families.map(writeFamily).join('');
}

function writeFamily({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${writeLabels(labels)} ${writeNumber(value)}\n`,
  );
  const head = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `# HELP ${name} ${head}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${key}="${escaped}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function writeNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return Number.isNaN(value) ? 'NaN' : String(value);
}

/** Counts by labels. */
export interface Counter {
  add(labels: Labels, by?: number): void;
  samples(): Sample[];
}

export function createCounter(): Counter {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add: (labels, by = 1) => {
      const key = JSON.stringify(labels);
      const count = counts.get(key);
      if (count === undefined) counts.set(key, { labels, value: by });
      else count.value += by;
    },
    samples: () => [...counts.values()].map(({ labels, value }) => ({ labels, value })),
  };
}

/** Durations by labels. */
export interface Histogram {
  observe(labels: Labels, value: number): void;
  samples(): Sample[];
}

/** @param bounds upper bounds of the buckets, ascending; the one without a bound is added */
export function createHistogram(bounds: readonly number[]): Histogram {
  const series = new Map<string, { readonly labels: Labels; readonly counts: number[]; sum: number }>();
  return {
    observe: (labels, value) => {
      const key = JSON.stringify(labels);
      const one = series.get(key) ?? {
        labels,
        counts: Array.from({ length: bounds.length + 1 }, () => 0),
        sum: 0,
      };
      series.set(key, one);
      const bucket = bounds.findIndex((bound) => value <= bound);
      const index = bucket === -1 ? bounds.length : bucket;
      one.counts[index] = (one.counts[index] ?? 0) + 1;
      one.sum += value;
    },
    samples: () =>
      [...series.values()].flatMap(({ labels, counts, sum }) => {
        let total = 0;
        const buckets = counts.map((count, index): Sample => {
          total += count;
          const le = index < bounds.length ? String(bounds[index]) : '+Inf';
          return { suffix: '_bucket', labels: { ...labels, le }, value: total };
        });
        return [
          ...buckets,
          { suffix: '_sum' as const, labels, value: sum },
          { suffix: '_count' as const, labels, value: total },
        ];
      }),
  };
}
