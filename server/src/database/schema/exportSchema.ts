import type { Language } from '../../errors/errors.js';
import type { DesktopUserId, ExportTaskId, IamUserId, ProjectId, UserGroupId } from '../../ids.js';

/** The tables of 0064_exports.sql and 0069_export_makers.sql, as Kysely sees them. */
export interface ExportSchema {
  export_tasks: {
    id: ExportTaskId;
    project_id: ProjectId;
    file_name: string;
    language: Language;
    created_at: Date;
    expires_at: Date;
    downloaded_at: Date | null;
    /** A user of IAM; null: it was made before that was noted. */
    made_by: IamUserId | null;
    /** Null: it is of no group. */
    group_id: UserGroupId | null;
  };
  export_task_users: {
    task_id: ExportTaskId;
    user_id: DesktopUserId;
    project_id: ProjectId;
  };
}
