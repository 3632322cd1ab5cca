import type pg from 'pg';
import type { Logger } from 'pino';
import type { DesktopId } from '../ids.js';

/** How often to look whether a deletion waits, in milliseconds. */
const every = 50;

export interface HurryParts {
  readonly pool: pg.Pool;
  readonly logger: Logger;
}

/** Makes what fails fail without the waits between its turns. */
export interface Hurry {
  /** From now on until the deletions of the desktop and of its disks are shown as failed, have ended, or `goesOn` says no. */
  begin(desktopId: DesktopId, goesOn: () => boolean): void;
  stop(): void;
}

/**
 * Ends the waits of deletions that are to fail, as a repeated call with force does: their next turns come at once. The ledger still
 * decides by itself when a deletion is shown as failed.
 */
export function createHurry({ pool, logger }: HurryParts): Hurry {
  const running = new Map<DesktopId, NodeJS.Timeout>();
  const end = (desktopId: DesktopId): void => {
    clearInterval(running.get(desktopId));
    running.delete(desktopId);
  };
  const look = async (desktopId: DesktopId): Promise<void> => {
    try {
      const { rows } = await pool.query<{ running: boolean }>(hurryText, [desktopId]);
      if (rows[0]?.running !== true) end(desktopId);
    } catch (error) {
      logger.warn({ err: error }, 'a deletion that is to fail could not be hurried');
    }
  };
  return {
    begin: (desktopId, goesOn) => {
      if (running.has(desktopId)) return;
      let looking = false;
      const timer = setInterval(() => {
        if (!goesOn()) return end(desktopId);
        if (looking) return;
        looking = true;
        void look(desktopId).finally(() => {
          looking = false;
        });
      }, every);
      running.set(desktopId, timer);
    },
    stop: () => {
      for (const desktopId of running.keys()) end(desktopId);
    },
  };
}

// Of the desktop, or of any of its disks.
const hurryText = `
  with running as (
    select d.desktop_id from deletions d where d.desktop_id = $1 and d.state = 'running'
    union all
    select d.desktop_id from deletions d where d.disk_of = $1 and d.state = 'running'
  ), hurried as (
    update deletion_progress set due_at = now(), items = hurried(items), version = version + 1
    where desktop_id in (select desktop_id from running) and due_at > now() and worker is null
  )
  select exists (select from running) as running`;
