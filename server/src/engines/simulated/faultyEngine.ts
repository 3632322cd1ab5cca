import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { DesktopId } from '../../ids.js';
import { type Engine, EngineError, type ItemKind, type ProviderRef } from '../contract.js';
import type { EngineCallName, EngineFaults } from './engineFaults.js';
import { newRef } from './newRef.js';

export interface FaultyEngineParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly faults: EngineFaults;
}

/** What a call is about, as far as its arguments say so. */
interface About {
  readonly kind: ItemKind;
  readonly ref?: ProviderRef;
  readonly name?: string;
  readonly desktopId?: DesktopId;
}

/**
 * The simulated engine with faults in its calls. A fault never makes it say that something is gone that is there: the engine may
 * be slow, refuse, lose an answer or say yes and do nothing.
 */
export function createFaultyEngine(simulated: Engine, { pool, ambient, faults }: FaultyEngineParts): Engine {
  const around = async <Result>(
    call: EngineCallName,
    about: About,
    run: () => Promise<Result>,
    yes?: () => Result,
  ): Promise<Result> => {
    const fault = await faults.strike({
      call,
      kind: about.kind,
      itemId: about.ref?.id,
      desktopId: async () => about.desktopId ?? (await findDesktop(pool, about)),
    });
    if (fault === undefined) return run();
    if (fault.delayMs > 0) await faults.pause(fault.delayMs);
    if (fault.effect === 'error') throw new EngineError(fault.reason, fault.words);
    if (fault.effect === 'no_effect' && yes !== undefined) return yes();
    const answer = await run();
    if (fault.effect === 'lost_answer') throw new EngineError(fault.reason, fault.words);
    return answer;
  };
  const of = (ref: ProviderRef): About => ({ kind: ref.kind, ref });
  const nothing = (): void => undefined;
  return {
    ...simulated,
    create: (spec, notAfter) =>
      around(
        'create',
        { kind: spec.kind, desktopId: spec.desktopId },
        () => simulated.create(spec, notAfter),
        () => newRef(ambient, spec.kind),
      ),
    findByName: (kind, name, how) =>
      around('find', { kind, name }, () => simulated.findByName(kind, name, how)),
    observe: (ref) => around('observe', of(ref), () => simulated.observe(ref)),
    remove: (ref, how) =>
      around(
        'remove',
        of(ref),
        () => simulated.remove(ref, how),
        () => 'accepted',
      ),
    list: (kind) => around('list', { kind }, () => simulated.list(kind)),
    power: (ref, action, mode) => around('power', of(ref), () => simulated.power(ref, action, mode), nothing),
    setPortRules: (ref, rules) =>
      around('set_rules', of(ref), () => simulated.setPortRules(ref, rules), nothing),
    plugVolume: (ref, volume) => around('plug', of(ref), () => simulated.plugVolume(ref, volume), nothing),
    setVolumeSpeed: (ref, speed) =>
      around('set_speed', of(ref), () => simulated.setVolumeSpeed(ref, speed), nothing),
    resizeVolume: (ref, sizeGiB) =>
      around('resize', of(ref), () => simulated.resizeVolume(ref, sizeGiB), nothing),
    resizeServer: (ref, size) => around('resize', of(ref), () => simulated.resizeServer(ref, size), nothing),
    connectServer: (ref, ports) =>
      around('connect', of(ref), () => simulated.connectServer(ref, ports), nothing),
    replaceSystemDisk: (ref, volume, imageId, notAfter) =>
      around('replace', of(ref), () => simulated.replaceSystemDisk(ref, volume, imageId, notAfter), nothing),
    notify: (ref, text) => around('notify', of(ref), () => simulated.notify(ref, text), nothing),
    restoreSnapshot: (ref, notAfter) =>
      around('restore', of(ref), () => simulated.restoreSnapshot(ref, notAfter), nothing),
  };
}

/** The desktop that an item of the simulated world was made for. */
async function findDesktop(pool: pg.Pool, { kind, ref, name }: About): Promise<DesktopId | undefined> {
  if (ref === undefined && name === undefined) return undefined;
  const { rows } = await pool.query<{ id: DesktopId | null }>(
    `select spec ->> 'desktopId' as id from simulated_items
     where kind = $1 and (id = $2 or name = $3) limit 1`,
    [kind, ref?.id ?? null, name ?? null],
  );
  return rows[0]?.id ?? undefined;
}
