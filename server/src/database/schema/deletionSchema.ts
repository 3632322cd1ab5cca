import type { ColumnType, Generated } from 'kysely';
import type { DesktopId, DesktopUserId, JobId, ProjectId, WorkerId } from '../../ids.js';

/**
 * What Kysely reads of the tables and views of 0004_deletions.sql, 0020_deletion_progress.sql, 0039_deletion_ends.sql,
 * 0040_disk_deletions.sql and 0052_snapshots.sql.
 */
export interface DeletionSchema {
  deletion_orders: {
    desktop_id: DesktopId;
    project_id: ProjectId;
    delete_users: boolean;
    email_notification: boolean;
    is_force_delete: boolean;
    accepted_at: Date;
    accepted_by: string;
    request_id: string;
    plan_digest: Generated<string>;
    task_cancelled: Generated<string>;
    failed_since: Date | null;
    engine: Generated<string | null>;
    raised_at: Generated<Date | null>;
    job_id: Generated<JobId | null>;
    position: Generated<number | null>;
    disk_of: Generated<DesktopId | null>;
    kind: Generated<'desktop' | 'volume' | 'snapshot'>;
  };
  deletion_ends: {
    desktop_id: DesktopId;
    completed_at: Date;
    items: Generated<unknown>;
    replayed_at: Generated<Date | null>;
  };
  /** A view: an order with its end. */
  deletions: DeletionSchema['deletion_orders'] & {
    state: 'running' | 'failed' | 'done';
    completed_at: Date | null;
    replayed_at: Date | null;
  };
  deletion_progress: {
    desktop_id: DesktopId;
    items: ColumnType<unknown, string, string>;
    stage: number;
    opened_at: Date;
    version: Generated<number>;
    due_at: Date;
    attempts: Generated<number>;
    claimed_until: Date | null;
    worker: WorkerId | null;
  };
  deletion_users: {
    desktop_id: DesktopId;
    user_id: DesktopUserId;
    user_name: string;
    user_email: string;
    outcome: 'deleted' | 'kept' | null;
    reason: string | null;
  };
}
