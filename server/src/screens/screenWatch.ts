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
  /** When for so long nobody can tell whether a viewer may look, he may not. In milliseconds; 10 s when left out. */
  readonly doubtMs?: number;
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
/** The usual {@link ScreenWatchParts.doubtMs}. */
const usualDoubtMs = 10_000;

/** Looks again and again, for all viewers of this process together, whether they may still look, and who else does. */
export function createScreenWatch(parts: ScreenWatchParts): ScreenWatch {
  const { pool, logger, hostId, doubtMs = usualDoubtMs } = parts;
  /** Each with when it was last sure that its viewer may look, in milliseconds of the monotonic clock. */
  const seats = new Map<Seat, number>();
  /** The questions that await an answer, at most one a viewer. One that is late keeps nobody else waiting. */
  const asked = new Map<Seat, Promise<void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const judge = async (seat: Seat): Promise<void> => {
    const askedAt = performance.now();
    const allowed = await stillAllowed(
      () => admitViewer(parts, seat.viewer, seat.sourceIp),
      (error) => logger.warn({ err: error }, 'could not find out who may look at a screen'),
    );
    // What was true when it was asked: an answer that took long says nothing of now.
    if (allowed === 'yes' && seats.has(seat)) seats.set(seat, askedAt);
    if (allowed === 'no') seat.end('rights');
  };

  const look = async (): Promise<void> => {
    const present = [...seats.keys()];
    const ids = [...new Set(present.map(({ viewer }) => viewer.desktopId))];
    try {
      if (ids.length > 0) {
        await beat(pool, hostId);
        const [states, onlookers] = await Promise.all([
          readScreenStates(pool, ids),
          readOnlookers(pool, ids),
        ]);
        for (const seat of present) {
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
  };

  const tick = (): void => {
    for (const [seat, sureAt] of seats) {
      // The doubt grows also while no answer comes.
      if (performance.now() - sureAt > doubtMs) seat.end('lost');
      else if (!asked.has(seat))
        asked.set(
          seat,
          judge(seat).finally(() => asked.delete(seat)),
        );
    }
    looking ??= look().finally(() => {
      looking = undefined;
    });
  };

  const schedule = (inMs: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      withoutAuditEvent(tick);
      schedule(seats.size > 0 ? pollMs : idleMs);
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
      await Promise.all([looking, ...asked.values()]);
    },
  };
}
