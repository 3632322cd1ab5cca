import type pg from 'pg';
import type { DomainId } from '../../ids.js';
import { createBoundedMemory } from '../../memory/boundedMemory.js';

/** Knows at which revision an account is (D12): everything read under a revision holds as long as the account is at it. */
export interface Revisions {
  /**
   * The account's revision as it was seen in this process at most a second ago. For requests that change nothing.
   * @returns undefined when there is no such account
   */
  recent(domainId: DomainId): string | undefined | Promise<string | undefined>;
  /**
   * The account's revision by a query that was sent after this call. For requests that change something: a right that was
   * taken away before the request came is gone for it.
   */
  exact(domainId: DomainId): Promise<string | undefined>;
  /** Tells that this process may be about to raise the revision: for two seconds nothing seen before or now counts as recent. */
  unsettle(domainId: DomainId): void;
  /** Tells a revision that was read elsewhere, by a query that was sent at this time ({@link performance.now}). */
  seen(domainId: DomainId, revision: string, at: number): void;
}

interface Account {
  revision: string | undefined;
  /** When the query that saw it was sent, in milliseconds of the monotonic clock. */
  at: number;
  running: Promise<string | undefined> | undefined;
  unsettledUntil: number;
  /** Not sent before the running one is over; everybody who asks until then shares it. */
  next: Promise<string | undefined> | undefined;
}

const recentMs = 1_000;
const unsettledMs = 2_000;
const maxAccounts = 10_000;

/** The clock is the machine's monotonic one: an answer is recent or not, whatever anybody sets the time to (A12). */
export function createRevisions(pool: pg.Pool, clock: () => number = () => performance.now()): Revisions {
  const accounts = createBoundedMemory<DomainId, Account>({ maxEntries: maxAccounts });

  const accountOf = (domainId: DomainId): Account => {
    const known = accounts.get(domainId);
    if (known !== undefined) return known;
    const account: Account = {
      revision: undefined,
      at: -Infinity,
      running: undefined,
      unsettledUntil: -Infinity,
      next: undefined,
    };
    accounts.set(domainId, account);
    return account;
  };

  const send = async (domainId: DomainId, account: Account): Promise<string | undefined> => {
    const at = clock();
    const { rows } = await pool.query<{ iam_revision: string }>({
      name: 'iam-revision',
      text: 'select iam_revision from domains where id = $1',
      values: [domainId],
    });
    const revision = rows[0]?.iam_revision;
    if (at >= account.at) {
      account.revision = revision;
      account.at = at;
    }
    return revision;
  };

  const start = (domainId: DomainId, account: Account): Promise<string | undefined> => {
    const running = send(domainId, account).finally(() => {
      if (account.running === running) account.running = undefined;
    });
    account.running = running;
    return running;
  };

  const exact = (domainId: DomainId): Promise<string | undefined> => {
    const account = accountOf(domainId);
    if (account.running === undefined) return start(domainId, account);
    // What is running may have been answered already: only one that is still to be sent is new enough.
    account.next ??= account.running
      .catch(() => undefined)
      .then(() => {
        account.next = undefined;
        return start(domainId, account);
      });
    return account.next;
  };

  return {
    exact,
    recent: (domainId) => {
      const account = accountOf(domainId);
      const now = clock();
      if (now < account.unsettledUntil) return exact(domainId);
      if (now - account.at <= recentMs) return account.revision;
      return account.running ?? start(domainId, account);
    },
    unsettle: (domainId) => {
      accountOf(domainId).unsettledUntil = clock() + unsettledMs;
    },
    seen: (domainId, revision, at) => {
      const account = accountOf(domainId);
      if (at < account.at) return;
      account.revision = revision;
      account.at = at;
    },
  };
}
