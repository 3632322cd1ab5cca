import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createIamFixture, type IamFixture } from '../../testing/iamFixture.js';
import { createPrincipalCache } from '../principals/principalCache.js';
import {
  authenticateSession,
  authenticateStandingSession,
  createSessionGate,
} from './authenticateSession.js';

let iam: IamFixture;
before(async () => {
  iam = await createIamFixture();
});
after(() => iam.close());

const minute = 60_000;
const refused = { code: 'APIGW.0301' };
let made = 0;

/** A session, two processes that let it in, and their clock. */
async function openSession() {
  let now = 0;
  const clock = (): number => now;
  const { pool } = iam.store;
  const hash = Buffer.alloc(32, (made += 1));
  await pool.query(
    "insert into browser_sessions (session_hash, user_id, expires_at) values ($1, $2, now() + interval '12 hours')",
    [hash, iam.account.rootUserId],
  );
  // The clock of the caches stands still: nothing is forgotten for its age.
  const gateOf = () =>
    createSessionGate(
      pool,
      createPrincipalCache(pool, () => 0),
      clock,
    );
  const gate = gateOf();
  return {
    other: gateOf(),
    gate,
    hash,
    /** Lets time pass for the processes and for the database. */
    pass: async (milliseconds: number) => {
      now += milliseconds;
      await pool.query(
        `update browser_sessions set used_at = used_at - make_interval(secs => $2), expires_at = expires_at - make_interval(secs => $2)
          where session_hash = $1`,
        [hash, milliseconds / 1_000],
      );
    },
    ask: (at = gate, background = false) => authenticateSession(at, hash, 'recent', background),
    stand: () => authenticateStandingSession(gate, hash),
  };
}

describe('a session that a process remembers', () => {
  it('ends when its time is over, not when it is forgotten', async () => {
    const { ask, pass } = await openSession();
    const principal = await ask();
    assert.equal(principal.userId, iam.account.rootUserId);
    assert.equal(principal.credential.kind, 'session');
    await pass(30 * minute);
    await assert.rejects(ask(), refused);
  });

  it('goes on for as long as it is used, twelve hours', async () => {
    const { ask, pass } = await openSession();
    for (let past = 0; past < 12 * 60; past += 20) {
      await ask();
      await pass(20 * minute);
    }
    await assert.rejects(ask(), refused);
  });

  it('goes on when it was used by way of another process', async () => {
    const { ask, pass, other } = await openSession();
    await ask();
    await pass(20 * minute);
    await ask(other);
    await pass(20 * minute);
    await ask();
    await pass(20 * minute);
    await ask(other);
  });

  it('ends although its page goes on asking by itself', async () => {
    const { ask, pass, gate } = await openSession();
    await ask();
    await pass(29 * minute);
    await ask(gate, true);
    await pass(minute);
    await assert.rejects(ask(gate, true), refused);
  });

  it('lets go on what was begun in it although it is idle, until its twelve hours are over', async () => {
    const { ask, pass, stand } = await openSession();
    await ask();
    await pass(60 * minute);
    await assert.rejects(ask(), refused);
    await stand();
    await pass(11 * 60 * minute);
    await assert.rejects(stand(), refused);
  });
});
