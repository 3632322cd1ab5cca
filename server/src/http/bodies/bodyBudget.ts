/** A body that is to be read, of a sender who has not proven who he is. */
export interface CountedBody {
  /** It may be read from now on. */
  begin(): void;
  /** It is to be dropped, as others need its room. */
  drop(): void;
}

/** The part of one body. */
export interface BodyAccount {
  /** Says how many bytes of memory the body takes up now. */
  holds(bytes: number): void;
  /** The body is complete or dropped. */
  close(): void;
}

/** Room for the bodies of senders who have not proven who they are: all of them together have no more. */
export interface BodyRoom {
  open(body: CountedBody): BodyAccount;
}

/**
 * Room for small bodies: each is read at once. When there is no more, the one that has been waited for longest is dropped: an honest
 * one is there within moments, so that whoever sends slowly stands in his own way and in nobody else's.
 * @param most bytes
 */
export function createBodyBudget(max: number): BodyRoom {
  /** The oldest first. */
  const open = new Map<BodyAccount, { bytes: number; readonly body: CountedBody }>();
  let held = 0;
  const makeRoom = (): void => {
    for (const [account, { body }] of open) {
      if (held <= max) return;
      account.close();
      body.drop();
    }
  };
  return {
    open: (body) => {
      const account: BodyAccount = {
        holds: (bytes) => {
          const entry = open.get(account);
          if (entry === undefined) return;
          held += bytes - entry.bytes;
          entry.bytes = bytes;
          makeRoom();
        },
        close: () => {
          held -= open.get(account)?.bytes ?? 0;
          open.delete(account);
        },
      };
      open.set(account, { bytes: 0, body });
      body.begin();
      return account;
    },
  };
}

/**
 * Room for large bodies: a few are read at a time, the others wait, unread, for their turn. A turn that has lasted too long ends when
 * somebody waits for it.
 * @param most bodies at a time
 * @param patienceMs how long a turn lasts at least
 */
export function createBodyTurns(max: number, patienceMs: number): BodyRoom {
  /** The oldest first, both. */
  const waiting = new Map<BodyAccount, CountedBody>();
  const reading = new Map<BodyAccount, { readonly body: CountedBody; readonly since: number }>();
  let timer: NodeJS.Timeout | undefined;

  const moveOn = (): void => {
    clearTimeout(timer);
    for (const [account, body] of waiting) {
      if (reading.size >= max) break;
      waiting.delete(account);
      reading.set(account, { body, since: performance.now() });
      body.begin();
    }
    const [oldest] = reading.values();
    if (waiting.size === 0 || oldest === undefined) return;
    timer = setTimeout(endOldest, oldest.since + patienceMs - performance.now()).unref();
  };
  const endOldest = (): void => {
    const [first] = reading;
    if (first === undefined) return;
    const [account, { body }] = first;
    account.close();
    body.drop();
  };

  return {
    open: (body) => {
      const account: BodyAccount = {
        holds: () => undefined,
        close: () => {
          const had = waiting.delete(account) || reading.delete(account);
          if (had) moveOn();
        },
      };
      waiting.set(account, body);
      moveOn();
      return account;
    },
  };
}
