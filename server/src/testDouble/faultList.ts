import type { Ambient } from '../ambient.js';
import { createChance } from '../engines/simulated/chance.js';
import { ApiError } from '../errors/errors.js';
import type { Fault, FaultFrequency, FaultRule } from './fault.js';

/** As many faults as there may be at once. */
export const maxFaults = 100;

/** The faults of this process, in the order in which they were put in. */
export interface FaultList {
  /** @throws {ApiError} DPL.0409 when there are {@link maxFaults} */
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

export function createFaultList(ambient: Pick<Ambient, 'now' | 'uuid'>): FaultList {
  const faults = new Map<string, Fault>();
  return {
    add: (rule) => {
      if (faults.size >= maxFaults)
        throw new ApiError('DPL.0409', [
          {
            en: `there are ${maxFaults} faults already; remove some first`,
            zh: `故障已达上限${maxFaults}个，请先移除一些`,
          },
        ]);
      const fault = { ...rule, id: ambient.uuid(), createdAt: ambient.now(), calls: 0, struck: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    remove: (id) => faults.delete(id),
    clear: () => {
      const { size } = faults;
      faults.clear();
      return size;
    },
    strike: (isFor) => {
      for (const fault of faults.values()) {
        if (!isFor(fault)) continue;
        const strikes = strikesNext(fault.how, fault);
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

/** Follows from the seed and from how many calls there were before, so that a run that is repeated meets with the same faults. */
function strikesNext(how: FaultFrequency, { calls, struck }: Pick<Fault, 'calls' | 'struck'>): boolean {
  if ('always' in how) return true;
  if ('times' in how) return struck < how.times;
  return createChance(how.seed, 0).of(String(calls), 'fault') < how.rate;
}
