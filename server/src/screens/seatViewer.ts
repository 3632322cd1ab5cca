import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { stillAllowed } from '../access/stillAllowed.js';
import { admitViewer } from './admitViewer.js';
import { recordEnd, recordSetup, recordStart } from './connectionRecords.js';
import { connectSocket } from './connectSocket.js';
import type { Greeting } from './firstMessage.js';
import { joinScreen } from './joinScreen.js';
import { dismiss, tell } from './notices.js';
import { type Onlooker, writeOnlookerEvent } from './onlookerEvents.js';
import type { ScreenServerParts, ScreenSettings } from './screenServerParts.js';
import { type EndReason, readScreenStates } from './screenState.js';
import type { ScreenWatch, Seat } from './screenWatch.js';
import { endSession, type Viewer } from './tickets.js';

export interface Arrival {
  readonly socket: WebSocket;
  readonly viewer: Viewer;
  readonly greeting: Greeting;
  readonly sourceIp: string | undefined;
  readonly clientVersion: string | undefined;
}

export interface SeatParts extends ScreenServerParts {
  readonly settings: ScreenSettings;
  readonly watch: ScreenWatch;
  readonly hostId: string;
}

/** Shows a viewer the screen, if he may look and there is one; else says why not. */
export async function seatViewer(parts: SeatParts, arrival: Arrival): Promise<void> {
  const { pool, logger, watch, settings } = parts;
  const { socket, viewer, sourceIp } = arrival;
  const allowed = await stillAllowed(
    () => admitViewer(parts, viewer, sourceIp),
    (error) => logger.warn({ err: error }, 'could not find out who may look at a screen'),
  );
  if (allowed !== 'yes') return dismiss(socket, allowed === 'no' ? 'rights' : 'lost');
  const state = (await readScreenStates(pool, [viewer.desktopId])).get(viewer.desktopId);
  if (state === undefined) return dismiss(socket, 'deleted');
  if (state.ended !== undefined) {
    const { why, at } = state.ended;
    const isOff = why === 'stopped' || why === 'hibernated';
    return dismiss(socket, why, at, isOff ? await mayStart(parts, arrival) : undefined);
  }
  if (isFull(watch.seats, viewer, settings)) return dismiss(socket, 'full');
  const isFirst = ![...watch.seats].some((seat) => seat.viewer.desktopId === viewer.desktopId);
  // Taken at once, so that many who come together are counted one by one.
  const seat = takeSeat(parts, arrival);
  const path = state.server === undefined ? undefined : await parts.screens?.socketOf(state.server);
  const screen = path === undefined ? undefined : await connectSocket(path);
  if (screen === undefined) return seat.end('lost');
  if (seat.isOver()) {
    screen.destroy();
    return;
  }
  const own = await seat.record(state.computerName);
  tell(socket, {
    type: 'open',
    computer_name: state.computerName,
    user_name: viewer.userName,
    own,
    // Two windows of different sizes would fight over one screen.
    resizes: own || isFirst,
  });
  seat.hold(screen);
  joinScreen(socket, screen, settings, {
    onFirstByte: () => seat.begin(),
    onEnd: (why) => {
      seat.endAsItIs(why).catch((error: unknown) => logger.warn({ err: error }, 'a screen ended unseen'));
    },
  });
  socket.resume();
}

/** Whether he is offered to start it; whether he may is asked again when he does. */
async function mayStart(parts: SeatParts, { viewer, sourceIp }: Arrival): Promise<boolean> {
  const allowed = await stillAllowed(
    () => admitViewer(parts, viewer, sourceIp, 'BatchRunDesktops'),
    (error) => parts.logger.warn({ err: error }, 'could not find out who may start a desktop'),
  );
  return allowed === 'yes';
}

function isFull(seats: ReadonlySet<Seat>, viewer: Viewer, settings: ScreenSettings): boolean {
  const taken = [...seats];
  const count = (of: (other: Viewer) => boolean): number => taken.filter((seat) => of(seat.viewer)).length;
  return (
    taken.length >= settings.inAll ||
    count(({ desktopId }) => desktopId === viewer.desktopId) >= settings.perDesktop ||
    count(({ userId }) => userId === viewer.userId) >= settings.perViewer
  );
}

interface TakenSeat extends Seat {
  isOver(): boolean;
  /** @returns whether the viewer is a user of the desktop */
  record(computerName: string): Promise<boolean>;
  /** Cut when the seat ends. */
  hold(screen: Socket): void;
  /** The desktop talks. */
  begin(): void;
  /** Ends for a reason that the desktop's state may know better. */
  endAsItIs(why: EndReason): Promise<void>;
}

function takeSeat(
  parts: SeatParts,
  { socket, viewer, greeting, sourceIp, clientVersion }: Arrival,
): TakenSeat {
  const { pool, ambient, logger, watch } = parts;
  const id = ambient.uuid();
  let over = false;
  let recorded: Promise<boolean> | undefined;
  let shown = '';
  let held: Socket | undefined;
  let isOpen = false;
  const warn = (error: unknown): void =>
    logger.warn({ err: error }, 'a connection could not be put on record');
  const onlooker: Onlooker = {
    connectionId: id,
    desktopId: viewer.desktopId,
    projectId: viewer.projectId,
    actor: { userId: viewer.userId, userName: viewer.userName, domainId: viewer.domainId },
    sourceIp: sourceIp ?? null,
  };
  const writeEnd = async (why: EndReason): Promise<void> => {
    const own = await recorded;
    if (own === undefined) return;
    await recordEnd(pool, id, why);
    if (!own) await writeOnlookerEvent(pool, ambient, 'leaveDesktopScreen', onlooker);
  };
  const end = (why: EndReason, at?: Date): void => {
    if (over) return;
    over = true;
    held?.destroy();
    watch.leave(seat);
    dismiss(socket, why, at);
    writeEnd(why).catch(warn);
  };
  const seat: TakenSeat = {
    viewer,
    sourceIp,
    isOver: () => over,
    showOnlookers: (names) => {
      const text = names.join('\n');
      if (text === shown || !isOpen) return;
      shown = text;
      tell(socket, { type: 'onlookers', names });
    },
    record: (computerName) => {
      recorded = (async () => {
        const start = { id, hostId: parts.hostId, viewer, computerName, sourceIp, clientVersion };
        const own = (await recordStart(pool, { ...start, isReconnect: greeting.again })) !== null;
        if (!own) await writeOnlookerEvent(pool, ambient, 'watchDesktopScreen', onlooker);
        return own;
      })();
      return recorded;
    },
    hold: (screen) => {
      held = screen;
      isOpen = true;
      if (over) screen.destroy();
    },
    begin: () => {
      recordSetup(pool, id).catch(warn);
    },
    end,
    endAsItIs: async (why) => {
      if (over) return;
      const state = (await readScreenStates(pool, [viewer.desktopId])).get(viewer.desktopId);
      end(state?.ended?.why ?? why, state?.ended?.at);
    },
  };
  socket.once('close', (code: number) => {
    if (code === signedOffCode) endSession(pool, greeting.secret).catch(warn);
    end(code === signedOffCode ? 'rights' : 'lost');
  });
  watch.take(seat);
  return seat;
}

/** With this code a page says that its viewer signs off and does not want to come back. */
export const signedOffCode = 4001;
