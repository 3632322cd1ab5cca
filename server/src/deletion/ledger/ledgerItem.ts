import type { ItemId } from '../../ids.js';
import type { ItemState } from './itemState.js';
import type { LedgerItem } from './ledgerDeletion.js';

/** What the ledger has of an item whatever becomes of it. */
export interface ItemRecord
  extends Pick<LedgerItem, 'name' | 'providerId' | 'generation' | 'ownership' | 'keyId'> {
  readonly id: ItemId;
  /** In milliseconds since 1970. */
  readonly createdAt: number | null;
}

/** An item of a deletion as the ledger tells of it: what is on record of it, and what the deletion knows. */
export function ledgerItemOf(state: ItemState, record: ItemRecord): LedgerItem {
  const { id, kind, intent, stage, firstAskedAt, askedAt } = state;
  const asked = Math.max(firstAskedAt ?? 0, askedAt ?? 0);
  return {
    id,
    kind,
    intent,
    stage,
    name: record.name,
    providerId: record.providerId,
    generation: record.generation,
    ownership: record.ownership,
    createdAt: timeOf(record.createdAt),
    firstAskedAt: timeOf(firstAskedAt),
    askedAt: timeOf(askedAt),
    lastAskedAt: asked === 0 ? null : new Date(asked),
    firstAbsentAt: timeOf(state.firstAbsentAt),
    ended: state.ended ?? null,
    endedAt: timeOf(state.endedAt),
    grade: state.grade ?? null,
    keyId: record.keyId,
    keyDestroyedAt: timeOf(state.keyDestroyedAt),
    observedBy: state.observedBy ?? null,
    attempts: state.attempts ?? 0,
    lastError: state.lastError ?? null,
    releasedBy: state.releasedBy ?? null,
    releaseReason: state.releaseReason ?? null,
  };
}

function timeOf(milliseconds: number | null | undefined): Date | null {
  return milliseconds === null || milliseconds === undefined ? null : new Date(Math.floor(milliseconds));
}
