import type { Language } from '../../errors/errors.js';
import type { DesktopUserId, ExportTaskId, ProjectId } from '../../ids.js';

/** The tables of 0064_exports.sql, as Kysely sees them. */
export interface ExportSchema {
  export_tasks: {
    id: ExportTaskId;
    project_id: ProjectId;
    file_name: string;
    language: Language;
    created_at: Date;
    expires_at: Date;
    downloaded_at: Date | null;
  };
  export_task_users: {
    task_id: ExportTaskId;
    user_id: DesktopUserId;
    project_id: ProjectId;
  };
}
