import type pg from 'pg';
import type { Logger } from 'pino';
import { stillAllowed } from '../access/stillAllowed.js';
import { withoutAuditEvent } from '../auditEvents/openAuditEvent.js';
import { type AdmissionOfViewers, admitViewer } from './admitViewer.js';
import { beat, endLost, type LostConnection, readOnlookers } from './connectionRecords.js';
import { type EndReason, readScreenStates } from './screenState.js';
import type { Viewer } from './tickets.js';

/** A place before a screen. */
export interface Seat {
  readonly viewer: Viewer;
  readonly sourceIp: string | undefined;
  /** Told whenever others come or go. */
  showOnlookers(names: readonly string[]): void;
  end(why: EndReason, at?: Date): void;
}

export interface ScreenWatchParts extends AdmissionOfViewers {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** Of this process, for what is on record. */
  readonly hostId: string;
  readonly onLost: (lost: readonly LostConnection[]) => Promise<void>;
}

export interface ScreenWatch {
  readonly seats: ReadonlySet<Seat>;
  take(seat: Seat): void;
  leave(seat: Seat): void;
  stop(): Promise<void>;
}

/** Between two looks. Rights that end cut a connection after this time and two statements. */
const pollMs = 400;
/** Without anybody who looks, only the records of dead processes wait. */
const idleMs = 5_000;
/** When for so long nobody can tell whether a viewer may look, he may not. */
const doubtMs = 10_000;

/** Looks again and again, for all viewers of this process together, whether they may still look, and who else does. */
export function createScreenWatch(parts: ScreenWatchParts): ScreenWatch {
  const { pool, logger, hostId } = parts;
  /** Each with when it was last sure that its viewer may look, in milliseconds of the monotonic clock. */
  const seats = new Map<Seat, number>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const judge = async (seat: Seat): Promise<void> => {
    const allowed = await stillAllowed(
      () => admitViewer(parts, seat.viewer, seat.sourceIp),
      (error) => logger.warn({ err: error }, 'could not find out who may look at a screen'),
    );
    const now = performance.now();
    if (allowed === 'yes') {
      if (seats.has(seat)) seats.set(seat, now);
      return;
    }
    const sureAt = seats.get(seat) ?? now;
    if (allowed === 'no' || now - sureAt > doubtMs) seat.end(allowed === 'no' ? 'rights' : 'lost');
  };

  const look = async (): Promise<void> => {
    const asked = [...seats.keys()];
    const ids = [...new Set(asked.map(({ viewer }) => viewer.desktopId))];
    // The doubt must grow also while the database is away.
    const judged = Promise.all(asked.map(judge));
    try {
      if (ids.length > 0) {
        await beat(pool, hostId);
        const [states, onlookers] = await Promise.all([
          readScreenStates(pool, ids),
          readOnlookers(pool, ids),
        ]);
        for (const seat of asked) {
          const ended = states.get(seat.viewer.desktopId);
          if (ended === undefined) seat.end('deleted');
          else if (ended.ended !== undefined) seat.end(ended.ended.why, ended.ended.at);
          else seat.showOnlookers(onlookers.get(seat.viewer.desktopId) ?? []);
        }
      }
      const lost = await endLost(pool);
      if (lost.length > 0) await parts.onLost(lost);
    } catch (error) {
      logger.warn({ err: error }, 'could not look after the viewers of screens');
    }
    await judged;
  };

  const schedule = (inMs: number): void => {
    clearTimeout(timer);
    if (stopped || looking !== undefined) return;
    timer = setTimeout(() => {
      looking = withoutAuditEvent(look).finally(() => {
        looking = undefined;
        schedule(seats.size > 0 ? pollMs : idleMs);
      });
    }, inMs);
    timer.unref();
  };
  schedule(idleMs);

  return {
    get seats() {
      return new Set(seats.keys());
    },
    take: (seat) => {
      seats.set(seat, performance.now());
      schedule(0);
    },
    leave: (seat) => {
      seats.delete(seat);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
