import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { EngineCall, EngineFault, EngineFaults } from '../engines/simulated/engineFaults.js';
import type { DesktopId } from '../ids.js';
import { type CallList, createCallList } from './callList.js';
import type { Fault, FaultEffect } from './fault.js';
import { createFaultList, type FaultList } from './faultList.js';
import { createHurry } from './hurryDeletions.js';

/** Who may use the control interface: callers on this machine, or from everywhere. */
export type TestControlReach = 'loopback' | 'everywhere';

/** What a test says to the test double: faults, and what it was asked. Held by this process alone. */
export interface TestControl {
  readonly reach: TestControlReach;
  readonly faults: FaultList;
  readonly calls: CallList;
  now(): Date;
  /** For the simulated engine. */
  readonly engineFaults: EngineFaults;
  /** Waits, or less when the service stops. */
  pause(milliseconds: number): Promise<void>;
  /**
   * Ends this service and begins another with the database of the start, in the same process at the same address; undefined: it cannot.
   * @param answer of the request that asks for it, to be sent when this is fulfilled
   */
  readonly startOver?: StartOver | undefined;
  /** Ends all waits. */
  stop(): void;
}

export type StartOver = (answer: ServerResponse) => Promise<void>;

export interface TestControlParts {
  readonly reach: TestControlReach;
  readonly pool: pg.Pool;
  readonly ambient: Pick<Ambient, 'now' | 'uuid'>;
  readonly logger: Logger;
  /** Undefined: the database is not the service's own. */
  readonly startOver?: StartOver | undefined;
}

export function createTestControl({
  reach,
  pool,
  ambient,
  logger,
  startOver,
}: TestControlParts): TestControl {
  const hurry = createHurry({ pool, logger });
  const faults = createFaultList(ambient, ({ engineCall }) => {
    if (engineCall !== undefined) hurry.release();
  });
  const stopping = new AbortController();
  const pause = async (milliseconds: number): Promise<void> => {
    await wait(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
  };
  const isThere = (id: string): boolean => faults.list().some((fault) => fault.id === id);
  return {
    reach,
    faults,
    calls: createCallList(),
    startOver,
    now: () => ambient.now(),
    engineFaults: {
      pause,
      strike: async (call) => {
        const desktopId = await desktopOf(call, faults.list());
        const fault = faults.strike((each) => isForEngineCall(each, call, desktopId));
        if (fault === undefined) return undefined;
        const { id, delayMs } = fault;
        const effect = engineEffects[fault.effect];
        const reason = effect === 'lost_answer' ? 'timeout' : (fault.reason ?? 'internal');
        if (fault.effect === 'delete_failed' && fault.desktopId !== undefined)
          hurry.begin(fault.desktopId, () => isThere(id));
        // Clients are told them without the id (withoutMachine), and are to know then what it was.
        return { effect, delayMs, reason, words: `fault ${id} of the test double (${reason})` };
      },
    },
    pause,
    stop: () => {
      stopping.abort();
      hurry.stop();
    },
  };
}

const engineEffects = {
  delay: 'delay',
  error: 'error',
  cut: 'lost_answer',
  lost_answer: 'lost_answer',
  no_effect: 'no_effect',
  stuck: 'no_effect',
  delete_failed: 'error',
} as const satisfies Readonly<Record<FaultEffect, EngineFault['effect']>>;

const isForKind = ({ engineCall, kind, itemId }: Fault, call: EngineCall): boolean =>
  engineCall === call.call &&
  (kind === undefined || kind === call.kind) &&
  (itemId === undefined || itemId === call.itemId);

/** Only looked up where a fault asks for it. */
async function desktopOf(call: EngineCall, faults: readonly Fault[]): Promise<DesktopId | undefined> {
  const asks = faults.some((fault) => fault.desktopId !== undefined && isForKind(fault, call));
  return asks ? call.desktopId() : undefined;
}

const isForEngineCall = (fault: Fault, call: EngineCall, desktopId: DesktopId | undefined): boolean =>
  isForKind(fault, call) && (fault.desktopId === undefined || fault.desktopId === desktopId);
