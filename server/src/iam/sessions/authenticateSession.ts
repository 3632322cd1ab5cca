import type pg from 'pg';
import type { Principal } from '../../access/principal.js';
import { ApiError } from '../../errors/errors.js';
import type { AsOf, PrincipalCache, Remembered, Revised } from '../principals/principalCache.js';
import { readSession, useSession } from './readSession.js';

/** Times are milliseconds of the service's clock, counted from what the database said. */
interface CachedSession extends Revised {
  readonly principal: Principal;
  endsAt: number;
  usedAt: number;
}

interface StandingSession extends Revised {
  readonly principal: Principal;
  readonly endsAt: number;
}

/** Sessions that were let in before. */
export interface SessionGate {
  readonly pool: pg.Pool;
  readonly known: Remembered<CachedSession>;
  /** Whether used or not. */
  readonly standing: Remembered<StandingSession>;
  readonly clock: () => number;
}

export function createSessionGate(
  pool: pg.Pool,
  principals: PrincipalCache,
  clock: () => number,
): SessionGate {
  return { pool, known: principals.remember(), standing: principals.remember(), clock };
}

/** That a session is used is written so often at most. */
const useEveryMs = 60_000;

/**
 * Whose session this is.
 * @param background nobody has done anything: no use of the session
 * @throws {ApiError} APIGW.0301 when it has ended, or its user is disabled
 */
export async function authenticateSession(
  gate: SessionGate,
  hash: Buffer,
  asOf: AsOf,
  background: boolean,
): Promise<Principal> {
  const found = await gate.known.get(hash.toString('latin1'), asOf, () => read(gate, hash));
  if (found === undefined) throw ended();
  if (found.endsAt <= gate.clock()) {
    // It may have been used by way of another process meanwhile.
    const now = await read(gate, hash);
    if (now === undefined) throw ended();
    found.endsAt = now.endsAt;
    found.usedAt = now.usedAt;
  }
  if (!background && gate.clock() - found.usedAt >= useEveryMs) await use(gate, hash, found);
  return found.principal;
}

/**
 * Whose session it is that something goes on in after its request, such as a look at a screen: that ends when the session is ended
 * or its time is over. Whoever works at a desktop does not use the console meanwhile, so without a use it goes on.
 * @throws {ApiError} APIGW.0301
 */
export async function authenticateStandingSession(gate: SessionGate, hash: Buffer): Promise<Principal> {
  const found = await gate.standing.get(hash.toString('latin1'), 'now', async () => {
    const askedAt = gate.clock();
    const record = await readSession(gate.pool, hash, true);
    if (record === undefined) return undefined;
    const { principal, wholeMs } = record;
    const { domainId, iamRevision } = principal;
    return { domainId, iamRevision, principal, endsAt: askedAt + wholeMs };
  });
  if (found === undefined || found.endsAt <= gate.clock()) throw ended();
  return found.principal;
}

async function read({ pool, clock }: SessionGate, hash: Buffer): Promise<CachedSession | undefined> {
  const askedAt = clock();
  const record = await readSession(pool, hash);
  if (record === undefined) return undefined;
  const { principal, remainingMs, unusedMs } = record;
  const { domainId, iamRevision } = principal;
  return {
    domainId,
    iamRevision,
    principal,
    endsAt: askedAt + remainingMs,
    usedAt: askedAt - unusedMs,
  };
}

async function use({ pool, clock }: SessionGate, hash: Buffer, session: CachedSession): Promise<void> {
  const { usedAt } = session;
  const askedAt = clock();
  // Of the many requests of a page one writes.
  session.usedAt = askedAt;
  try {
    const remainingMs = await useSession(pool, hash);
    if (remainingMs === undefined) throw ended();
    session.endsAt = askedAt + remainingMs;
  } catch (error) {
    session.usedAt = usedAt;
    throw error;
  }
}

const ended = (): ApiError =>
  new ApiError('APIGW.0301', [{ en: 'the session has ended; sign in again', zh: '会话已结束，请重新登录' }]);
