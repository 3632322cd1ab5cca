/** Row locks as PostgreSQL holds them: until the transaction ends, in the order of asking. */
export interface Locks {
  /** Waits for the row. Rejects with {@link Deadlock} where PostgreSQL would end one of the two. */
  take(session: Session, row: string, mode: LockMode): Promise<void>;
  release(session: Session): void;
  isTaken(row: string): boolean;
}

/** One transaction. */
export interface Session {
  readonly rows: Map<string, LockMode>;
  waitsFor: string | undefined;
}

/** `shared`: as a foreign key check takes it on the row that it refers to; `exclusive`: update, delete, for update. */
export type LockMode = 'shared' | 'exclusive';

/** Two transactions wait for each other. */
export class Deadlock extends Error {
  constructor(row: string) {
    super(`deadlock detected at ${row}`);
    this.name = 'Deadlock';
  }
}

interface Waiter {
  readonly session: Session;
  readonly mode: LockMode;
  readonly grant: () => void;
}

interface Row {
  readonly holders: Map<Session, LockMode>;
  readonly waiters: Waiter[];
}

export function createLocks(resume: (goOn: () => void) => void): Locks {
  const rows = new Map<string, Row>();

  const isFree = (row: Row, session: Session, mode: LockMode): boolean =>
    [...row.holders].every(
      ([holder, held]) => holder === session || (held === 'shared' && mode === 'shared'),
    );

  const give = (row: Row, name: string, session: Session, mode: LockMode): void => {
    const stronger = row.holders.get(session) === 'exclusive' ? 'exclusive' : mode;
    row.holders.set(session, stronger);
    session.rows.set(name, stronger);
  };

  const leadsBackTo = (target: Session, session: Session, seen: Set<Session>): boolean => {
    if (session.waitsFor === undefined || seen.has(session)) return false;
    seen.add(session);
    const holders = rows.get(session.waitsFor)?.holders.keys() ?? [];
    return [...holders].some((holder) => holder === target || leadsBackTo(target, holder, seen));
  };

  return {
    isTaken: (name) => (rows.get(name)?.holders.size ?? 0) > 0,
    take: (session, name, mode) => {
      const row = rows.get(name) ?? { holders: new Map<Session, LockMode>(), waiters: [] };
      rows.set(name, row);
      const mayOvertake = row.waiters.length === 0 || row.holders.has(session);
      if (mayOvertake && isFree(row, session, mode)) {
        give(row, name, session, mode);
        return Promise.resolve();
      }
      session.waitsFor = name;
      for (const holder of row.holders.keys()) {
        if (holder === session || !leadsBackTo(session, holder, new Set())) continue;
        session.waitsFor = undefined;
        return Promise.reject(new Deadlock(name));
      }
      return new Promise((resolve) => {
        row.waiters.push({ session, mode, grant: () => resume(resolve) });
      });
    },
    release: (session) => {
      const names = [...session.rows.keys()];
      session.rows.clear();
      for (const name of names) {
        const row = rows.get(name);
        row?.holders.delete(session);
        for (let first = row?.waiters[0]; row !== undefined && first !== undefined; first = row.waiters[0]) {
          if (!isFree(row, first.session, first.mode)) break;
          row.waiters.shift();
          first.session.waitsFor = undefined;
          give(row, name, first.session, first.mode);
          first.grant();
        }
      }
    },
  };
}
