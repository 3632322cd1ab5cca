import { type Logger, pino } from 'pino';
import type { MetricSource } from './http/metricText.js';
import { createLossyLog } from './system/lossyLog.js';

/** The service's own words, as JSON lines. */
export interface ServiceLog {
  readonly logger: Logger;
  readonly metrics: MetricSource;
}

/**
 * Opens the log of the service. Lines that cannot be written, for instance because the disk is full, are dropped and counted,
 * and a line tells of them once there is room again.
 * @param descriptor of an open file, or of whatever takes the lines
 */
export function openServiceLog(descriptor: number): ServiceLog {
  const log = createLossyLog(descriptor, (dropped) =>
    logger.warn({ dropped }, 'the log can be written again; lines were dropped'),
  );
  const logger = pino({ level: 'info' }, { write: log.write });
  return {
    logger,
    metrics: {
      collect: () => [
        {
          name: 'deskplane_service_log_dropped_lines_total',
          help: 'Lines of the service log that could not be written, for instance because the disk is full.',
          type: 'counter',
          samples: [{ value: log.lost() }],
        },
      ],
    },
  };
}
