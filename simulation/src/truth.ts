import type { Generation, ItemKind, KeyId, ProviderId, ProviderRef } from './production.js';

/** What the engine really holds, whatever it answers. */
export interface Truth {
  /** By kind and id. */
  readonly things: Map<string, Thing>;
  readonly byName: Map<string, Thing>;
  /** Names that were honoured: a single-use name makes one thing, however often it is asked for. */
  readonly honoured: Set<string>;
  readonly gone: GoneThing[];
  /** Which server uses a volume or a port. */
  readonly usedBy: Map<string, string>;
  /** By host, until when it is down. */
  readonly downUntil: [number, number];
  version: number;
}

export interface Thing {
  readonly kind: ItemKind;
  readonly id: ProviderId;
  readonly generation: Generation;
  readonly name: string;
  readonly origin: 'ours' | 'preexisting' | 'stranger';
  readonly host: 0 | 1;
  readonly since: number;
  /** What a disk is encrypted under; null: it is not. */
  readonly keyId: KeyId | null;
  /** Whether the key goes with the disk, and is seen to: else the disk is only gone. */
  losesKey: boolean;
  status: 'building' | 'active' | 'available' | 'deleting';
  /** The engine said that it is not there although it was, and nobody has put a look on record since that saw it. */
  denied: boolean;
}

interface GoneThing {
  readonly thing: Thing;
  readonly at: number;
}

export function createTruth(): Truth {
  return {
    things: new Map(),
    byName: new Map(),
    honoured: new Set(),
    gone: [],
    usedBy: new Map(),
    downUntil: [0, 0],
    version: 0,
  };
}

export function keyOf(ref: { readonly kind: ItemKind; readonly id: string }): string {
  return `${ref.kind}:${ref.id}`;
}

export function refOf({ kind, id, generation, keyId }: Thing): ProviderRef {
  return { kind, id, generation, ...(keyId === null ? {} : { keyId }) };
}
