import { type Ambient, newHexId } from '../../ambient.js';
import { asId, type Generation, type KeyId, type ProviderId } from '../../ids.js';
import type { ItemKind, ProviderRef } from '../contract.js';

/** What the simulated engine calls a new item. A disk is encrypted under a key of its own, which does not exist. */
export function newRef(ambient: Ambient, kind: ItemKind): ProviderRef {
  const id = asId<ProviderId>(ambient.uuid());
  const generation = asId<Generation>(newHexId(ambient));
  return kind === 'volume' ? { kind, id, generation, keyId: newKeyId(ambient) } : { kind, id, generation };
}

/** A key that does not exist: its id begins with eight zeros, so that nobody takes it for one that does. */
function newKeyId(ambient: Ambient): KeyId {
  return asId<KeyId>(`${'0'.repeat(8)}${newHexId(ambient).slice(8)}`);
}
