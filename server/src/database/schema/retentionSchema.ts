import type { Generated } from 'kysely';
import type { DesktopId, Generation, ItemId, ProviderId, SingleUseName } from '../../ids.js';

/** The tables of 0007_retention.sql, as Kysely sees them. */
export interface RetentionSchema {
  past_items: {
    item_id: ItemId;
    desktop_id: DesktopId;
    kind: 'server' | 'volume' | 'port' | 'snapshot';
    ownership: 'created' | 'preexisting';
    single_use_name: SingleUseName;
    provider_id: ProviderId | null;
    generation: Generation | null;
    asked: boolean;
  };
  /** Counts come as text. */
  compacted_totals: { one: Generated<boolean>; deletions: string; mails: string; mails_sent: string };
}
