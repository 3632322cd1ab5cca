import { randomBytes, randomUUID } from 'node:crypto';
import type { Engine, ItemKind, Observation, ProviderRef } from '../../engines/contract.js';
import type { Generation } from '../../ids.js';
import { removeSurely } from '../engineItems.js';
import { isGeneration, isProviderId, made } from '../madeIds.js';
import { waitUntil } from '../waitUntil.js';

/** The engine under test as the cases see it, each of which disturbs the others' items not at all. */
export interface EngineUnderTest {
  /** As it runs now: read it anew after {@link restart}. */
  readonly engine: Engine;
  /** Ends it and starts it anew over the same world; undefined: it cannot. */
  readonly restart: (() => Promise<void>) | undefined;
}

export async function removeDesktop(
  engine: Engine,
  desktop: { readonly server: ProviderRef; readonly volume: ProviderRef; readonly port: ProviderRef },
): Promise<void> {
  await removeSurely(engine, desktop.server, true);
  await removeSurely(engine, desktop.volume);
  await removeSurely(engine, desktop.port);
}

/** Does what a fault may come in the way of. */
export async function surely(what: string, act: () => Promise<void>): Promise<void> {
  await waitUntil(async () => {
    await act();
    return true;
  }, `it ${what}`);
}

export function gradeOf(seen: Observation): string | undefined {
  return seen.state === 'absent' ? seen.grade : undefined;
}

/** The answer to a removal, asked again when the call itself fails. */
export function answerTo(engine: Engine, ref: ProviderRef) {
  return waitUntil(() => engine.remove(ref, { force: true }), `the removal of the ${ref.kind} is answered`);
}

export function sameItem(one: ProviderRef, other: ProviderRef): boolean {
  return one.kind === other.kind && one.id === other.id && one.generation === other.generation;
}

export function unknownRef(kind: ItemKind): ProviderRef {
  return { kind, id: made(randomUUID(), isProviderId), generation: creationMark() };
}

export function creationMark(): Generation {
  return made(randomBytes(16).toString('hex'), isGeneration);
}
