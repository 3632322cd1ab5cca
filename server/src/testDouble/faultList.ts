import type { Ambient } from '../ambient.js';
import { createChance } from '../engines/simulated/chance.js';
import { ApiError } from '../errors/errors.js';
import type { Fault, FaultRule } from './fault.js';

/** As many faults as may strike yet. As many more are kept that have struck as often as they were to; of these the oldest go. */
const maxFaults = 100;

/** The faults of this process, in the order in which they were put in. */
export interface FaultList {
  /** @throws {ApiError} DPL.0409 when so many more would be more than may strike at once: those that no longer strike do not count */
  requireRoom(more: number): void;
  /** @throws {ApiError} as {@link requireRoom} */
  add(rule: FaultRule): Fault;
  list(): readonly Fault[];
  /** @returns false when there is no such fault */
  remove(id: string): boolean;
  /** @returns how many there were */
  clear(): number;
  /**
   * The first fault that strikes, of those that are for the call. Each of them up to that one counts the call.
   * @param isFor whether a fault is for it
   */
  strike(isFor: (fault: Fault) => boolean): Fault | undefined;
}

/** @param removed is told of each fault that is removed */
export function createFaultList(
  ambient: Pick<Ambient, 'now' | 'uuid'>,
  removed: (fault: Fault) => void = () => undefined,
): FaultList {
  const faults = new Map<string, Fault>();
  const requireRoom = (more: number): void => {
    const there = [...faults.values()].filter((fault) => !isSpent(fault)).length;
    if (there + more > maxFaults)
      throw new ApiError('DPL.0409', [
        {
          en: `there can be ${maxFaults} faults that may strike yet; remove some first`,
          zh: `仍会作用的故障最多${maxFaults}个，请先移除一些`,
        },
      ]);
  };
  const remove = (fault: Fault | undefined): boolean => {
    if (fault === undefined) return false;
    faults.delete(fault.id);
    removed(fault);
    return true;
  };
  return {
    requireRoom,
    add: (rule) => {
      requireRoom(1);
      for (const { id } of [...faults.values()].filter(isSpent).slice(0, -maxFaults)) faults.delete(id);
      const fault = { ...rule, id: ambient.uuid(), createdAt: ambient.now(), calls: 0, struck: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    remove: (id) => remove(faults.get(id)),
    clear: () => [...faults.values()].filter(remove).length,
    strike: (isFor) => {
      for (const fault of faults.values()) {
        if (!isFor(fault)) continue;
        const strikes = strikesNext(fault);
        faults.set(fault.id, {
          ...fault,
          calls: fault.calls + 1,
          struck: fault.struck + (strikes ? 1 : 0),
        });
        if (strikes) return fault;
      }
      return undefined;
    },
  };
}

/** Whether it has struck as often as it was to. */
const isSpent = ({ how, struck }: Pick<Fault, 'how' | 'struck'>): boolean =>
  'times' in how && struck >= how.times;

/** Follows from the seed and from how many calls there were before, so that a run that is repeated meets with the same faults. */
function strikesNext({ how, calls, struck }: Pick<Fault, 'how' | 'calls' | 'struck'>): boolean {
  if ('always' in how) return true;
  if ('times' in how) return !isSpent({ how, struck });
  return createChance(how.seed, 0).of(String(calls), 'fault') < how.rate;
}
