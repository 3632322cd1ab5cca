import type { Generated } from 'kysely';
import type { DesktopId, DesktopUserId, ItemId, ProjectId, WorkerId } from '../../ids.js';

/** The tables of 0004_deletions.sql, as Kysely sees them. */
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
  };
  deletion_items: {
    item_id: ItemId;
    desktop_id: DesktopId;
    stage: number;
    kind: 'server' | 'volume' | 'port' | 'snapshot';
    intent: 'delete' | 'detach';
    ended: 'absent' | 'detached' | 'released' | null;
    ended_at: Date | null;
    absence_grade: string | null;
    key_destroyed_at: Date | null;
    asked_at: Date | null;
    attempts: Generated<number>;
    seen_absent: Generated<number>;
    last_error: string | null;
    due_at: Date | null;
    claimed_until: Date | null;
    worker: WorkerId | null;
    asks: Generated<number>;
    released_by: string | null;
    release_reason: string | null;
    first_absent_at: Date | null;
    observed_by: string | null;
    first_asked_at: Date | null;
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
