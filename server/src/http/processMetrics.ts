import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricFamily, MetricSource } from './metricText.js';

/** How this process is: its memory, its processor time, and how late its event loop is. */
export interface ProcessMetrics extends MetricSource {
  stop(): void;
}

const resolutionMs = 20;

/** Starts to watch the event loop; the figures of its lag are those since the last scrape. */
export function watchProcess(): ProcessMetrics {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    collect: () => {
      const memory = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      // The monitor measures the distance of its own ticks; what is beyond their interval is lag.
      const lag = (nanoseconds: number): number =>
        Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - resolutionMs) / 1000 : 0;
      const families: MetricFamily[] = [
        {
          name: 'deskplane_event_loop_lag_seconds',
          help: 'How late the event loop was since the last scrape.',
          type: 'gauge',
          samples: [
            { labels: { quantile: '0.5' }, value: lag(delay.percentile(50)) },
            { labels: { quantile: '0.99' }, value: lag(delay.percentile(99)) },
            { labels: { quantile: '1' }, value: lag(delay.max) },
          ],
        },
        gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
        gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', memory.heapUsed),
        gauge('nodejs_external_memory_bytes', 'Memory of buffers and native objects.', memory.external),
        {
          name: 'process_cpu_seconds_total',
          help: 'Processor time, user and system.',
          type: 'counter',
          samples: [{ value: (user + system) / 1e6 }],
        },
        gauge(
          'process_start_time_seconds',
          'When the process started, since 1970.',
          Math.round(Date.now() / 1000 - process.uptime()),
        ),
      ];
      delay.reset();
      return families;
    },
    stop: () => delay.disable(),
  };
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ value }] };
}
