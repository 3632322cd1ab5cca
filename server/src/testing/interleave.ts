import assert from 'node:assert/strict';
import { ApiError } from '../errors/errors.js';
import { type DrivenSession, openSession, type Session, type Standing } from './interleaveSession.js';
import type { TestDatabase } from './testDatabase.js';

export type { Session } from './interleaveSession.js';

/** Two operations of production that may come between each other. */
export interface Pair<Fixture> {
  /** Makes what both work on, anew each time. */
  readonly prepare: () => Promise<Fixture>;
  readonly first: (session: Session, fixture: Fixture) => Promise<unknown>;
  readonly second: (session: Session, fixture: Fixture) => Promise<unknown>;
  /** Both do the same: what one does in the middle of the other is then what the other does in the middle of it. */
  readonly alike?: boolean;
  /** What is left in the end, in lines without ids and times. */
  readonly describe: (fixture: Fixture, told: Told) => Promise<readonly string[]>;
}

/** What each of the two callers was told: `done`, what it got as JSON, or the code of a refusal. */
export interface Told {
  readonly first: string;
  readonly second: string;
}

export interface Explored {
  /** Ways in which the two were put together. */
  readonly ways: number;
  /** How many of them made one wait for the other. */
  readonly waits: number;
  /** How many PostgreSQL had to break up. */
  readonly deadlocks: number;
  /** Every end there was; the first two are those of one after the other. */
  readonly ends: readonly (readonly string[])[];
}

/** Ways end much sooner; this is for those that do not end at all, in milliseconds. */
const maxMilliseconds = 20_000;

export interface Interleaver {
  /**
   * Runs a pair in every way of the form: k statements of one, j of the other, the rest of the one, the rest of the other;
   * for every k and j, with each of the two as the one that begins. Who waits for a lock of the other is let be until the
   * other has moved on.
   * @throws {AssertionError} when an end is none of the two that one after the other leads to, or when a caller is told
   * anything but a result or a refusal
   */
  inEveryWay<Fixture>(pair: Pair<Fixture>): Promise<Explored>;
  close(): Promise<void>;
}

export async function createInterleaver(test: TestDatabase): Promise<Interleaver> {
  const first = await openSession(test.url);
  const second = await openSession(test.url);

  /** Whether a session waits for a lock that the other holds. */
  const waiting = (session: DrivenSession, other: DrivenSession) => async (): Promise<boolean> => {
    const { rows } = await test.pool.query<{ waits: boolean }>({
      name: 'waits for',
      text: 'select $2::int = any(pg_blocking_pids($1::int)) as waits',
      values: [session.pid, other.pid],
    });
    return rows[0]?.waits ?? false;
  };

  /** Lets a session go on up to a number of statements. Whom it lets go on meanwhile settles first: a way is repeatable. */
  async function advance(session: DrivenSession, other: DrivenSession, upTo: number): Promise<Standing> {
    for (;;) {
      const standing = await session.settle(waiting(session, other));
      if (session.letGo) await other.settle(waiting(other, session));
      if (standing !== 'asks' || session.steps >= upTo) return standing;
      session.grant();
    }
  }

  async function goOneWay<Fixture>(
    pair: Pair<Fixture>,
    [leader, follower]: readonly [DrivenSession, DrivenSession],
    [k, j]: readonly [number, number],
  ) {
    const way = `${leader === first ? 'first' : 'second'}: ${k} statements, the other: ${j}, then the rest`;
    const fixture = await pair.prepare();
    const results = Promise.all([
      first.begin((session) => pair.first(session, fixture)),
      second.begin((session) => pair.second(session, fixture)),
    ]);
    const cut = await advance(leader, follower, k);
    const cutOther = await advance(follower, leader, j);
    let deadlocked = false;
    for (const end = performance.now() + maxMilliseconds; ; ) {
      const standing = await advance(leader, follower, Number.POSITIVE_INFINITY);
      const standingOther = await advance(follower, leader, Number.POSITIVE_INFINITY);
      if (standing === 'ended' && standingOther === 'ended') break;
      if (standing === 'waits' && standingOther === 'waits')
        deadlocked ||= (await leader.settle(waiting(leader, follower))) === 'waits';
      assert.ok(performance.now() < end, `does not end. ${way}`);
    }
    const [one, other] = (await results).map((result) => tell(result, way));
    assert.ok(one !== undefined && other !== undefined);
    const end = await pair.describe(fixture, { first: one, second: other });
    return { way, cut, cutOther, deadlocked, end };
  }

  async function inEveryWay<Fixture>(pair: Pair<Fixture>): Promise<Explored> {
    const whole = Number.POSITIVE_INFINITY;
    const allowed = [
      (await goOneWay(pair, [first, second], [whole, whole])).end,
      (await goOneWay(pair, [second, first], [whole, whole])).end,
    ];
    const count = { ways: 2, waits: 0, deadlocks: 0 };
    const ends = new Set(allowed.map((end) => JSON.stringify(end)));
    const leads =
      pair.alike === true
        ? ([[first, second]] as const)
        : ([
            [first, second],
            [second, first],
          ] as const);
    for (const sessions of leads) {
      for (let k = 1, ledEnded = false; !ledEnded; k += 1) {
        for (let j = 1; ; j += 1) {
          const { way, cut, cutOther, deadlocked, end } = await goOneWay(pair, sessions, [k, j]);
          ledEnded = cut === 'ended';
          if (ledEnded) break;
          count.ways += 1;
          if (cutOther === 'waits') count.waits += 1;
          if (deadlocked) count.deadlocks += 1;
          if (!ends.has(JSON.stringify(end)))
            assert.fail(
              `${way}\nleads to\n${show(end)}\nbut one after the other to\n${allowed.map(show).join('\nor\n')}`,
            );
          if (cutOther !== 'asks') break;
        }
      }
    }
    return { ...count, ends: allowed };
  }

  return {
    inEveryWay,
    close: async () => {
      await first.close();
      await second.close();
    },
  };
}

function tell(result: PromiseSettledResult<unknown>, way: string): string {
  if (result.status === 'fulfilled')
    return result.value === undefined ? 'done' : JSON.stringify(result.value);
  if (result.reason instanceof ApiError) return result.reason.code;
  throw new Error(`a caller was told what it should not be. ${way}`, { cause: result.reason });
}

function show(end: readonly string[]): string {
  return end.map((line) => `  ${line}`).join('\n');
}
