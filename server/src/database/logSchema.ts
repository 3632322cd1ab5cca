import type { ColumnType } from 'kysely';
import type { LogEntryKind } from '../audit/logEntry.js';
import type { DesktopId, DomainId, ProjectId } from '../ids.js';

/** The entries of the log and its traces, as Kysely sees them. */
export interface LogSchema {
  log_entries: {
    leaf_hash: Buffer;
    kind: LogEntryKind;
    project_id: ProjectId | null;
    desktop_id: DesktopId | null;
    /** Null only of traces that were let go. */
    payload: Buffer;
  };
  log_checkpoints: { leaf_hash: Buffer; upto: ColumnType<string, number, never>; before: Date };
  traces: {
    trace_id: string;
    leaf_hash: Buffer;
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
    user_id: string | null;
  };
  trace_values: {
    trace_id: string;
    subject: string;
    field: string;
    salt: Buffer | null;
    value: string | null;
  };
}
