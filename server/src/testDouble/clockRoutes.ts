import { type Static, Type } from 'typebox';
import { requireOperator } from '../access/requireOperator.js';
import type { Database } from '../database/connect.js';
import { beginsWithDay } from '../http/apiTimes.js';
import { flat } from '../http/declare.js';
import { callerOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import {
  type ClockMove,
  type ClockReading,
  longestMove,
  moveClock,
  readClock,
  resetClock,
} from './moveClock.js';
import { wrong } from './readFault.js';
import { whereControlled } from './whereControlled.js';

export interface ClockRouteParts {
  readonly database: Database;
  /** Told of a move: this process knows of it before the call is answered, and the others look what is due. */
  readonly onClockMoved: () => Promise<void>;
}

const ClockAnswer = Type.Object({
  now: Type.String({ description: "What the service's clock shows." }),
  ahead_seconds: Type.Integer({ description: 'How far it was moved; 0: it shows the real time.' }),
});

/** One of the two. */
const MoveBody = Type.Object(
  {
    move_by_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestMove })),
    set_to: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  { additionalProperties: false },
);

/** The service's clock, for tests of what comes with time: Deskplane's own. */
export function addClockRoutes(app: Server, { database, onClockMoved }: ClockRouteParts): void {
  app.get(
    '/_deskplane/clock',
    flat('ShowClock', "Show the service's clock", {
      description: whereControlled,
      answers: { 200: ClockAnswer },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:clock:get');
      return present(await readClock(database));
    },
  );

  app.post(
    '/_deskplane/clock',
    flat('MoveClock', "Move the service's clock ahead", {
      description:
        `${whereControlled} By it tokens, temporary keys, sessions, links and accounts of desktop users expire, lock-outs end, ` +
        'scheduled tasks are carried out, each time on the way once, and policies ask for the time. Signatures, the work on desktops, ' +
        'the log and the times of deletions stay with the real time. All replicas have the same clock.',
      body: MoveBody,
      answers: { 200: ClockAnswer },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:clock:update');
      const move = readMove(request.body, await readClock(database));
      const reading = await moveClock(database, move);
      await onClockMoved();
      return present(reading);
    },
  );

  app.delete(
    '/_deskplane/clock',
    flat('ResetClock', "Set the service's clock back to the real time", {
      description:
        `${whereControlled} Tokens, temporary keys, sessions, links and lock-outs end, the token of this call too. Scheduled tasks ` +
        'stay at the times to which they have moved on.',
      answers: { 200: ClockAnswer },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:clock:update');
      const reading = await resetClock(database);
      await onClockMoved();
      return present(reading);
    },
  );
}

function readMove(
  { move_by_seconds: seconds, set_to: to }: Static<typeof MoveBody>,
  { now }: ClockReading,
): ClockMove {
  if (seconds !== undefined && to !== undefined)
    throw wrong('set_to', 'and move_by_seconds exclude each other', '不能与move_by_seconds同时填写');
  if (seconds !== undefined) return { seconds };
  if (to === undefined) throw wrong('move_by_seconds', 'or set_to is needed', '与set_to必须填写一个');
  // An offset is part of it, so that nobody has to guess which time is meant.
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/.test(to)
    ? new Date(to)
    : undefined;
  if (time === undefined || Number.isNaN(time.getTime()) || !beginsWithDay(to))
    throw wrong('set_to', `must be a time like ${inAMonth(now)}`, `必须是形如${inAMonth(now)}的时间`);
  return { to: time };
}

/** A time to which the clock can be set, as an example. */
const inAMonth = (now: Date): string =>
  new Date(now.getTime() + 30 * 86_400_000).toISOString().replace(/\.\d+/, '');

function present({ now, aheadSeconds }: ClockReading) {
  return { now: now.toISOString(), ahead_seconds: aheadSeconds };
}
