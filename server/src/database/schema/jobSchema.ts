import type { ColumnType, Generated } from 'kysely';
import type { DesktopId, DesktopUserId, JobId, ProjectId, SubJobId, WorkerId } from '../../ids.js';

/** The tables of 0005_jobs_mails_and_workers.sql and 0013_invitations.sql, as Kysely sees them. */
export interface JobSchema {
  jobs: { id: JobId; project_id: ProjectId; job_type: string; begin_time: Date };
  sub_jobs: {
    id: SubJobId;
    job_id: JobId;
    project_id: ProjectId;
    position: number;
    status: 'WAITING' | 'RUNNING' | 'SUCCESS' | 'FAILED';
    progress: Generated<number>;
    desktop_id: string | null;
    volume_id: Generated<string | null>;
    product_id: string | null;
    user_name: string | null;
    /** Of the user that the name meant; known once that user is deleted. */
    user_id: Generated<DesktopUserId | null>;
    desktop_name: string | null;
    ip_address: string | null;
    error_code: string | null;
    fail_reason: string | null;
    begin_time: Date;
    end_time: Date | null;
  };
  mails: {
    id: string;
    project_id: ProjectId;
    desktop_id: DesktopId | null;
    user_id: DesktopUserId;
    template: string;
    language: string;
    recipient: string;
    facts: ColumnType<unknown, string, string>;
    queued_at: Date;
    sent_at: Date | null;
    kept: Generated<boolean>;
    undeliverable_at: Date | null;
    withdrawn: Generated<boolean>;
    tried_since: Date | null;
    attempts: Generated<number>;
    last_error: string | null;
    due_at: Date | null;
    worker: WorkerId | null;
  };
  workers: { id: WorkerId; started_at: Generated<Date>; lease_until: Date; lock_key: number | null };
}
