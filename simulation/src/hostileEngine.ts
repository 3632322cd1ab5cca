import type { HostileEngine } from './engine.js';
import { isDown, land, takeAway } from './engineTruth.js';
import { type Answer, call } from './process.js';
import {
  asId,
  EngineError,
  type EngineErrorReason,
  type ItemKind,
  type KeyId,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
  type SingleUseName,
} from './production.js';
import { keyOf, refOf, type Thing } from './truth.js';
import type { Process, World } from './world.js';

/** How long the engine's answers may lag behind the truth, and a creation behind its question, in milliseconds. */
const maxLag = 3_000;
const latestLanding = 8_000;

/** Answers that come instead of an effect. */
const refusals: readonly EngineErrorReason[] = ['refused', 'throttled', 'internal', 'unreachable', 'timeout'];
/** Answers that come although there was, or will be, an effect. */
const losses: readonly EngineErrorReason[] = ['internal', 'unreachable', 'timeout'];

/** An engine that keeps the letter of its contract and nothing more, until the world heals. */
export function createHostileEngine(world: World, process: Process): HostileEngine {
  const ask = <T>(name: string, perform: () => Answer<T>): Promise<T> =>
    call(world, process, name, () => {
      const { random, troubles } = world;
      if (!world.healed && random.chance(troubles.engine / 2)) return failing(random.pick(refusals), name);
      return perform();
    });

  return {
    create: (spec) =>
      ask(`engine.create ${spec.name}`, () => {
        if (answerGetsLost(world)) {
          world.scheduler.after(world.random.between(0, latestLanding), () =>
            ignoreErrors(() => land(world, spec)),
          );
          return failing(world.random.pick(losses), `create ${spec.name}`);
        }
        return answering(world, () => refOf(land(world, spec)));
      }),
    findByName: (kind, name) =>
      ask(`engine.findByName ${name}`, () => answering(world, () => find(world, kind, name))),
    observe: (ref) => ask(`engine.observe ${ref.id}`, () => answering(world, () => look(world, ref))),
    isActive: (ref) =>
      ask(`engine.isActive ${ref.id}`, () =>
        answering(world, () => {
          const thing = world.truth.things.get(keyOf(ref));
          return thing?.status === 'building' ? undefined : thing?.status === 'active';
        }),
      ),
    remove: (ref, { unplug }) =>
      ask(`engine.remove ${ref.id}/${ref.generation}`, () => {
        if (!world.healed && world.random.chance(world.troubles.duplicate))
          world.scheduler.after(world.random.between(0, 10_000), () =>
            ignoreErrors(() => takeAway(world, ref, unplug)),
          );
        const answer = answering(world, () => takeAway(world, ref, unplug));
        return answerGetsLost(world) ? failing<RemoveAnswer>(world.random.pick(losses), 'remove') : answer;
      }),
  };
}

function answerGetsLost(world: World): boolean {
  return !world.healed && world.random.chance(world.troubles.engine / 2);
}

/** What was done or seen now, told later. */
function answering<T>(world: World, perform: () => T): Answer<T> {
  const inMilliseconds = world.random.chance(0.05) ? world.random.between(0, 3_000) : 0;
  try {
    const value = perform();
    return { inMilliseconds, result: () => value };
  } catch (error) {
    return {
      inMilliseconds,
      result: () => {
        throw error;
      },
    };
  }
}

function failing<T>(reason: EngineErrorReason, what: string): Answer<T> {
  return {
    inMilliseconds: 0,
    result: () => {
      throw new EngineError(reason, what);
    },
  };
}

function ignoreErrors(perform: () => unknown): void {
  try {
    perform();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

function find(world: World, kind: ItemKind, name: SingleUseName): ProviderRef[] {
  const { truth, scheduler } = world;
  const thing = truth.byName.get(name);
  const since = scheduler.now() - maxLag;
  if (thing !== undefined && thing.kind === kind)
    return thing.since > since && isStale(world) ? [] : [refOf(thing)];
  const former = truth.gone.find((gone) => gone.thing.name === name && gone.at > since);
  return former !== undefined && isStale(world) ? [refOf(former.thing)] : [];
}

function look(world: World, ref: ProviderRef): Observation {
  const { truth, random, scheduler } = world;
  const thing = truth.things.get(keyOf(ref));
  const since = scheduler.now() - maxLag;
  if (thing === undefined || thing.generation !== ref.generation) {
    const former = truth.gone.find(
      (gone) =>
        gone.thing.generation === ref.generation && gone.at > since && keyOf(gone.thing) === keyOf(ref),
    );
    if (former !== undefined && isStale(world)) return { state: 'present', status: 'deleting' };
    if (!world.healed && random.chance(0.05))
      return { state: 'unknown', reason: 'DELETED, not yet not-found' };
    const gone = truth.gone.find((one) => one.thing.generation === ref.generation);
    if (thing === undefined && gone?.thing.losesKey === true && gone.thing.keyId !== null)
      return erased(world, gone.thing.keyId, gone.at);
    const grade = random.chance(0.3) ? 'host-confirmed' : 'api-absent';
    return thing === undefined ? { state: 'absent', grade } : { state: 'replaced', grade };
  }
  if (isDown(world, thing)) return { state: 'unknown', reason: 'the host is down' };
  if (thing.keyId !== null && !world.healed && random.chance(0.02))
    // It takes one disk for another: what it says of the key tells.
    return erased(world, asId<KeyId>(`not-${thing.keyId}`), scheduler.now());
  if (mayDeny(world, thing, since)) {
    thing.denied = true;
    return { state: 'absent', grade: 'api-absent' };
  }
  return { state: 'present', status: statusOf(world, thing) };
}

/** What an engine says of a disk whose key it destroyed, by a clock that is up to an hour off. */
function erased(world: World, id: KeyId, at: number): Observation {
  const skew = world.healed ? 0 : world.random.between(-3_600_000, 3_600_000);
  return { state: 'absent', grade: 'crypto-erased', key: { id, destroyedAt: new Date(at + skew) } };
}

/** Not-found, then there again: while it goes, or just after it came; never twice in a row of looks. */
function mayDeny(world: World, thing: Thing, since: number): boolean {
  return !thing.denied && (thing.status === 'deleting' || thing.since > since) && isStale(world);
}

function isStale(world: World): boolean {
  return !world.healed && world.random.chance(world.troubles.stale);
}

function statusOf(world: World, thing: Thing): Extract<Observation, { state: 'present' }>['status'] {
  return thing.status === 'available' && world.truth.usedBy.has(keyOf(thing)) ? 'in-use' : thing.status;
}
