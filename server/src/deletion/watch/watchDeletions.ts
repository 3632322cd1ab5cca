import { PassThrough, type Readable } from 'node:stream';
import type pg from 'pg';
import type { Logger } from 'pino';
import { stillAllowed } from '../../access/stillAllowed.js';
import { withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { ApiError, type Language } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { readDeletions } from '../ledger/readDeletions.js';
import { eventsSince, type Told, toldAll, type WatchedDeletion, writeEvent } from './deletionEvents.js';

export interface DeletionWatchParts {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly settings?: Partial<WatchSettings>;
}

interface WatchSettings {
  /** Most listeners of this process at once. */
  readonly maxListeners: number;
  /** Between two looks when nothing moves here. A stream ends at most this long after its caller lost the right to it. */
  readonly pollMs: number;
  /** How often to send a heartbeat, so that no proxy closes the connection as idle. */
  readonly heartbeatMs: number;
  /** The connection ends after this time; the client reconnects with fresh credentials. */
  readonly maxMs: number;
}

const usual: WatchSettings = {
  maxListeners: 200,
  pollMs: 500,
  heartbeatMs: 15_000,
  maxMs: 15 * 60_000,
};

/** A listener with so many unread characters counts as gone. */
const maxUnread = 262_144;
/** Progress comes in bursts: one look gathers them. */
const gatherMs = 20;

/** Tells listeners of deletions as the ledger moves, wherever the work is done. */
export interface DeletionWatch {
  /**
   * A stream of server-sent events from what was told before; ends after `done`, and when the caller may no longer hear it.
   * @throws {ApiError} DPL.0503 when too many listen already
   */
  listen(desktopId: DesktopId, told: Told, admit: AdmitListener, language: Language): Readable;
  /** Something moved in this process: look now. */
  wake(): void;
  /** How many listen now. */
  listeners(): number;
  /** Ends every stream. */
  close(): Promise<void>;
}

/**
 * Asks once more whether the caller may hear of the deletion: as of now, before each time that something is told.
 * @throws {ApiError} as the request itself would be refused by now
 */
export type AdmitListener = () => Promise<void>;

interface Listener {
  readonly desktopId: DesktopId;
  readonly stream: PassThrough;
  readonly admit: AdmitListener;
  readonly language: Language;
  told: Told;
}

/** Looks twice a second for all listeners of this process together, and immediately when something moved here. */
export function createDeletionWatch(parts: DeletionWatchParts): DeletionWatch {
  const { pool, logger } = parts;
  const settings = { ...usual, ...parts.settings };
  const listeners = new Set<Listener>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const drop = (listener: Listener): void => {
    listeners.delete(listener);
    listener.stream.end();
  };

  const tell = (listener: Listener, deletion: WatchedDeletion): void => {
    for (const event of eventsSince(deletion, listener.told, listener.language)) {
      listener.stream.write(writeEvent(event));
      listener.told = event.told;
    }
    if (toldAll(listener.told)) drop(listener);
    else if (listener.stream.writableLength > maxUnread) {
      listeners.delete(listener);
      listener.stream.destroy();
    }
  };

  /** Drops a listener who lost the right. When the right cannot be checked now, the listener is told nothing now. */
  const mayHear = async (listener: Listener): Promise<boolean> => {
    const allowed = await stillAllowed(listener.admit, (error) =>
      logger.warn({ err: error }, 'could not find out who may hear of a deletion'),
    );
    if (allowed === 'no') drop(listener);
    return allowed === 'yes';
  };

  const look = async (): Promise<void> => {
    try {
      const asked = [...listeners];
      const deletions = await readDeletions(pool, [...new Set(asked.map((listener) => listener.desktopId))]);
      const known = new Map(deletions.map((deletion) => [deletion.desktopId, deletion]));
      await Promise.all(
        asked.map(async (listener) => {
          const deletion = known.get(listener.desktopId);
          const may = await mayHear(listener);
          if (may && deletion !== undefined && listeners.has(listener)) tell(listener, deletion);
        }),
      );
    } catch (error) {
      logger.warn({ err: error }, 'could not look at the deletions that are watched');
    }
  };

  const schedule = (inMs: number): void => {
    if (closed || listeners.size === 0) return;
    const at = performance.now() + inMs;
    if (looking !== undefined) {
      due = Math.min(due, at);
      return;
    }
    if (timer !== undefined) {
      if (at >= due) return;
      clearTimeout(timer);
    }
    due = at;
    timer = setTimeout(() => {
      timer = undefined;
      due = Number.POSITIVE_INFINITY;
      // The look belongs to no request, although one may have caused it.
      looking = withoutAuditEvent(look).finally(() => {
        looking = undefined;
        const next = Math.min(due, performance.now() + settings.pollMs);
        due = Number.POSITIVE_INFINITY;
        schedule(Math.max(0, next - performance.now()));
      });
    }, inMs);
  };

  const listen = (desktopId: DesktopId, told: Told, admit: AdmitListener, language: Language): Readable => {
    if (closed || listeners.size >= settings.maxListeners)
      throw new ApiError('DPL.0503', [
        { en: 'too many listeners; list the deletions instead', zh: '监听者过多，请改为查询删除任务列表' },
      ]);
    const stream = new PassThrough();
    const listener: Listener = { desktopId, stream, admit, language, told };
    const heartbeat = setInterval(() => {
      if (!stream.writableEnded) stream.write(':\n\n');
    }, settings.heartbeatMs);
    const end = setTimeout(() => drop(listener), settings.maxMs);
    stream.once('close', () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      listeners.delete(listener);
    });
    stream.on('error', () => listeners.delete(listener));
    stream.write('retry: 1000\n\n');
    listeners.add(listener);
    schedule(0);
    return stream;
  };

  return {
    listen,
    wake: () => schedule(gatherMs),
    listeners: () => listeners.size,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      for (const listener of listeners) drop(listener);
      await looking;
    },
  };
}
