import type { HostileEngine } from './engine.js';
import type { AcceptanceStore, Claim, CreationStore, DeletionStore } from './production.js';
import type { Truth } from './truth.js';

/** A bug put in on purpose, to see that the simulation finds it. */
export interface Plant {
  readonly name: string;
  readonly rules?: Partial<StoreRules>;
  readonly store?: (store: DeletionStore) => DeletionStore;
  /** Changes claims that are granted, as `store` changes those that are looked for. */
  readonly granted?: (claims: readonly Claim[]) => readonly Claim[];
  readonly acceptance?: (store: AcceptanceStore) => AcceptanceStore;
  readonly creations?: (store: CreationStore) => CreationStore;
  readonly engine?: (engine: HostileEngine, truth: Truth) => HostileEngine;
}

export const soundRules: StoreRules = {
  checkRevision: true,
  fenceClaims: true,
  lockUsers: true,
  takeOverFromDead: true,
  doubtTheLost: true,
  boundGrants: true,
  countLooksInRow: true,
  recordStages: true,
  keepOrderOfTimes: true,
  decideUsers: 'at-the-end',
  queueMails: 'at-the-end',
};

export const noPlant: Plant = { name: 'none' };

/** What makes the store's operations sound. A planted bug turns one of them off. */
export interface StoreRules {
  readonly checkRevision: boolean;
  readonly fenceClaims: boolean;
  readonly lockUsers: boolean;
  readonly takeOverFromDead: boolean;
  readonly doubtTheLost: boolean;
  readonly boundGrants: boolean;
  readonly countLooksInRow: boolean;
  readonly recordStages: boolean;
  readonly keepOrderOfTimes: boolean;
  readonly decideUsers: 'at-the-end' | 'at-acceptance';
  readonly queueMails: 'at-the-end' | 'at-acceptance';
}
