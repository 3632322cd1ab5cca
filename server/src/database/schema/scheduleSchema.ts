import type { Generated } from 'kysely';
import type { DesktopId, IamUserId, JobId, ProjectId, TaskId, TaskRecordId } from '../../ids.js';

/** The tables of 0047_scheduled_tasks.sql, as Kysely sees them. */
export interface ScheduleSchema {
  scheduled_tasks: {
    id: TaskId;
    project_id: ProjectId;
    name: string;
    task_type: 'START' | 'STOP' | 'REBOOT' | 'HIBERNATE';
    description: Generated<string>;
    enabled: Generated<boolean>;
    forced: Generated<boolean>;
    language: 'en' | 'zh';
    scheduled_type: 'FIXED_TIME' | 'DAY' | 'WEEK' | 'MONTH';
    time_zone: string;
    scheduled_date: string | null;
    scheduled_time: string;
    day_interval: number | null;
    week_list: string | null;
    month_list: string | null;
    date_list: string | null;
    expire_time: string | null;
    /** Who made it or changed it last. */
    set_by: IamUserId;
    /** yyyy-MM-dd, in the time zone. */
    counted_from: string;
    created_at: Date;
    next_run_at: Date | null;
  };
  scheduled_task_desktops: { task_id: TaskId; desktop_id: DesktopId; project_id: ProjectId; place: number };
  scheduled_task_records: {
    id: TaskRecordId;
    task_id: TaskId;
    project_id: ProjectId;
    planned_at: Date;
    started_at: Date;
    task_type: string;
    scheduled_type: string;
    time_zone: string;
  };
  scheduled_task_results: {
    id: string;
    record_id: TaskRecordId;
    project_id: ProjectId;
    desktop_id: DesktopId;
    place: number;
    status: 'RUNNING' | 'SUCCESS' | 'SKIP' | 'FAIL';
    job_id: JobId | null;
    result_code: string | null;
    fail_reason: string | null;
    started_at: Date;
    ended_at: Date | null;
  };
}
