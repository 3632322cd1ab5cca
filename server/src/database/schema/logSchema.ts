import type { ColumnType, Generated } from 'kysely';
import type { DesktopId, DomainId, ProjectId } from '../../ids.js';

export const logEntryKinds = [
  'acceptance',
  'escalation',
  'release',
  'receipt',
  'addendum',
  'reclaim',
  'key-rotation',
  'erasure',
  'trace',
  'checkpoint',
  'person-report',
  'restore',
  'restore-receipt',
] as const;
export type LogEntryKind = (typeof logEntryKinds)[number];

/** The tables of 0006_log_and_audit_events.sql, 0017_events_of_many.sql and 0030_log_tiles.sql, as Kysely sees them. */
export interface LogSchema {
  log_identity: { one: Generated<boolean>; id: string; created_at: Date };
  signing_keys: {
    id: string;
    public_key: Buffer;
    /** Null once retired. */
    sealed_private_key: Buffer | null;
    created_at: Date;
    retired_at: Date | null;
  };
  log_entries: {
    sequence: Generated<string>;
    written_at: Generated<Date>;
    leaf_hash: Buffer;
    kind: LogEntryKind;
    /** Null as well where the desktop says it. */
    project_id: ProjectId | null;
    desktop_id: DesktopId | null;
    /** Null only of audit events that were let go. */
    payload: Buffer;
  };
  log_tiles: {
    first: ColumnType<string, number, never>;
    sequences: ColumnType<string[], readonly number[], never>;
    leaf_hashes: Buffer;
    signed: ColumnType<number[], readonly number[], never>;
    key_id: string | null;
    signatures: Buffer;
    nodes: Buffer;
  };
  log_heads: {
    size: ColumnType<string, number, never>;
    root: Buffer;
    envelope: ColumnType<unknown, string, never>;
    signed_at: Date;
    next: ColumnType<string, number, never>;
    gaps: ColumnType<unknown, string | null, never>;
  };
  log_checkpoints: { sequence: string; upto: ColumnType<string, number, never>; before: Date };
  personal_data: { desktop_id: DesktopId; openings: ColumnType<unknown, string, string> };
  audit_index: {
    one: Generated<boolean>;
    next: ColumnType<string, number, number>;
    gaps: ColumnType<unknown, string | null, string | null>;
  };
  audit_events: {
    trace_id: string;
    sequence: string;
    domain_id: DomainId | null;
    project_id: ProjectId | null;
    desktop_id: DesktopId | null;
    recorded_at: Date;
    request_id: string;
    trace_name: string;
    rating: string;
    code: string;
    service_type: string;
    resource_type: string | null;
    resource_id: string | null;
    resource_ids: string[] | null;
    user_id: string | null;
  };
  audit_event_values: {
    trace_id: string;
    subject: string;
    field: string;
    salt: Buffer | null;
    value: string | null;
  };
}
