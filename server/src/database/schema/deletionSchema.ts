import type { ColumnType, Generated } from 'kysely';
import type { DesktopId, DesktopUserId, JobId, ProjectId, WorkerId } from '../../ids.js';

/** The tables of 0004_deletions.sql, 0020_deletion_progress.sql, 0021_derived_sub_jobs.sql and 0040_disk_deletions.sql, as Kysely sees them. */
export interface DeletionSchema {
  deletions: {
    desktop_id: DesktopId;
    project_id: ProjectId;
    state: Generated<'running' | 'failed' | 'done'>;
    delete_users: boolean;
    email_notification: boolean;
    is_force_delete: boolean;
    accepted_at: Date;
    accepted_by: string;
    request_id: string;
    completed_at: Date | null;
    plan_digest: Generated<string>;
    task_cancelled: Generated<string>;
    failed_since: Date | null;
    engine: Generated<string | null>;
    raised_at: Generated<Date | null>;
    replayed_at: Generated<Date | null>;
    items: Generated<unknown>;
    job_id: Generated<JobId | null>;
    position: Generated<number | null>;
    disk_of: Generated<DesktopId | null>;
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
