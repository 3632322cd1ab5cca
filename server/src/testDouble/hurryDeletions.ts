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
  /** A fault of the engine is gone: for a moment, whatever deletion waits is due at once, also one that has just met the fault. */
  release(): void;
  stop(): void;
}

/** How long, in milliseconds, a turn takes at the most that met a fault before that went. */
const releasing = 1_000;

/**
 * Ends the waits of deletions that are to fail, as a repeated call with force does: their next turns come at once. The ledger still
 * decides by itself when a deletion is shown as failed.
 */
export function createHurry({ pool, logger }: HurryParts): Hurry {
  const running = new Map<Key, NodeJS.Timeout>();
  const end = (key: Key): void => {
    clearInterval(running.get(key));
    running.delete(key);
  };
  const look = async (key: Key): Promise<void> => {
    try {
      const [text, values] = key === everyDesktop ? [releaseText, []] : [hurryText, [key]];
      const { rows } = await pool.query<{ running: boolean }>(text, values);
      if (rows[0]?.running !== true) end(key);
    } catch (error) {
      logger.warn({ err: error }, 'a deletion that is to fail could not be hurried');
    }
  };
  const begin = (key: Key, goesOn: () => boolean): void => {
    if (running.has(key)) return;
    let looking = false;
    const timer = setInterval(() => {
      if (!goesOn()) return end(key);
      if (looking) return;
      looking = true;
      void look(key).finally(() => {
        looking = false;
      });
    }, every);
    running.set(key, timer);
  };
  return {
    begin,
    release: () => {
      const until = performance.now() + releasing;
      end(everyDesktop);
      begin(everyDesktop, () => performance.now() < until);
    },
    stop: () => {
      for (const key of running.keys()) end(key);
    },
  };
}

/** Whose deletions are hurried: those of one desktop, or all. */
type Key = DesktopId | typeof everyDesktop;
const everyDesktop = 'all';

// Of the desktop, or of any of its disks.
const hurryText = `
  with running as (
    select d.desktop_id from deletions d where d.state = 'running' and (d.desktop_id = $1 or d.disk_of = $1)
  ), hurried as (
    update deletion_progress set due_at = now(), items = hurried(items), version = version + 1
    where desktop_id in (select desktop_id from running) and due_at > now() and worker is null
  )
  select exists (select from running) as running`;

// Also of those that are shown as failed.
const releaseText = `
  with hurried as (
    update deletion_progress set due_at = now(), items = hurried(items), version = version + 1
    where due_at > now() and worker is null
  )
  select exists (select from deletion_progress) as running`;
