import {
  asId,
  EngineError,
  type Generation,
  type ItemKind,
  type ItemSpec,
  type KeyId,
  type ProviderId,
  type ProviderRef,
  type RemoveAnswer,
} from './production.js';
import { noteRemoval } from './safety.js';
import { keyOf, type Thing } from './truth.js';
import type { World } from './world.js';

/** A thing comes into being. Its id may have been another's before, its generation never. */
export function appear(
  world: World,
  made: {
    readonly kind: ItemKind;
    readonly name: string;
    readonly origin: Thing['origin'];
    readonly id?: string;
    /** The key of the disk that it is a snapshot of. */
    readonly keyId?: KeyId | null;
  },
): Thing {
  const { truth, random } = world;
  const recycled = truth.gone.find(
    ({ thing }) => thing.kind === made.kind && !truth.things.has(keyOf(thing)) && random.chance(0.3),
  );
  const thing: Thing = {
    kind: made.kind,
    id: asId<ProviderId>(made.id ?? recycled?.thing.id ?? world.newId('p')),
    generation: asId<Generation>(world.newId('g')),
    name: made.name,
    origin: made.origin,
    host: random.chance(0.5) ? 0 : 1,
    since: world.scheduler.now(),
    keyId:
      made.keyId ?? (made.kind === 'volume' && random.chance(0.7) ? asId<KeyId>(world.newId('k')) : null),
    losesKey: random.chance(0.8),
    status: made.kind === 'server' ? 'building' : 'available',
    denied: false,
  };
  truth.things.set(keyOf(thing), thing);
  truth.byName.set(thing.name, thing);
  truth.honoured.add(thing.name);
  truth.version += 1;
  world.trace.note(`engine: ${thing.kind} ${thing.name} is there as ${thing.id}/${thing.generation}`);
  return thing;
}

/** Carries a creation out. @throws {EngineError} when what it needs is not there, or the name was used up before */
export function land(world: World, spec: ItemSpec): Thing {
  const { truth, random, scheduler } = world;
  const known = truth.byName.get(spec.name);
  if (known !== undefined) return known;
  if (truth.honoured.has(spec.name)) throw new EngineError('conflict', `${spec.name} was used before`);
  const uses = spec.kind === 'server' ? [...spec.volumes, ...spec.ports] : [];
  const sources = spec.kind === 'snapshot' ? [spec.volume] : uses;
  for (const used of sources)
    if (truth.things.get(keyOf(used))?.generation !== used.generation)
      throw new EngineError('refused', `${used.id} does not exist`);
  const keyId = spec.kind === 'snapshot' ? (truth.things.get(keyOf(spec.volume))?.keyId ?? null) : null;
  const thing = appear(world, { kind: spec.kind, name: spec.name, origin: 'ours', keyId });
  for (const used of uses) truth.usedBy.set(keyOf(used), keyOf(thing));
  if (spec.kind === 'server')
    scheduler.after(random.between(10, 3_000), () => {
      if (thing.status === 'building') thing.status = 'active';
    });
  return thing;
}

/** Carries a removal out, or begins to. @param unplug a disk is taken out of its server first @throws {EngineError} when a server uses it */
export function takeAway(world: World, ref: ProviderRef, unplug = false): RemoveAnswer {
  const { truth, random, scheduler, troubles } = world;
  const thing = truth.things.get(keyOf(ref));
  if (thing === undefined) return 'absent';
  if (thing.generation !== ref.generation) return 'not-ours';
  if (unplug && thing.kind === 'volume') truth.usedBy.delete(keyOf(thing));
  if (truth.usedBy.has(keyOf(thing))) throw new EngineError('conflict', `${thing.id} is in use`);
  noteRemoval(world, thing);
  const dropped = !world.healed && random.chance(troubles.droppedRemoval);
  if (thing.status === 'deleting' || dropped) return 'accepted';
  thing.status = 'deleting';
  truth.version += 1;
  const vanish = (): void => {
    const downFor = isDown(world, thing) ? truth.downUntil[thing.host] - scheduler.now() + 1 : 0;
    if (downFor > 0) scheduler.after(downFor, vanish);
    else disappear(world, thing);
  };
  scheduler.after(random.between(5, random.pick([100, 5_000])), vanish);
  return 'accepted';
}

export function isDown(world: World, thing: Thing): boolean {
  return !world.healed && world.truth.downUntil[thing.host] > world.scheduler.now();
}

function disappear(world: World, thing: Thing): void {
  const { truth, random, scheduler } = world;
  const key = keyOf(thing);
  if (truth.things.get(key) !== thing) return;
  truth.things.delete(key);
  // A key goes with the last thing under it.
  if ([...truth.things.values()].some(({ keyId }) => keyId !== null && keyId === thing.keyId))
    thing.losesKey = false;
  truth.byName.delete(thing.name);
  for (const [used, user] of truth.usedBy) if (user === key) truth.usedBy.delete(used);
  truth.gone.push({ thing, at: scheduler.now() });
  truth.version += 1;
  world.trace.note(`engine: ${thing.kind} ${thing.name} is gone`);
  if (thing.origin !== 'ours' || !random.chance(0.3)) return;
  scheduler.after(random.between(0, 500), () => {
    // Somebody else gets the freed id.
    if (!truth.things.has(key))
      appear(world, { kind: thing.kind, id: thing.id, name: world.newId('stranger'), origin: 'stranger' });
  });
}
