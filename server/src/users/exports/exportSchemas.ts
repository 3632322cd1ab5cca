import { type Static, Type } from 'typebox';
import { paging } from '../../http/schemas/paging.js';
import { Filter } from '../../http/schemas/text.js';
import { oneOf, TextOrNull } from '../../http/schemas/values.js';
import { namesOfExport, tasksOfProject } from './exportLimits.js';

const Text = Type.String();
/** As the official clients have it, and as headers do. */
const LanguageName = Type.Optional(oneOf(['zh_CN', 'en_US', 'zh-cn', 'en-us']));
const ActiveType = Type.Optional(oneOf(['USER_ACTIVATE', 'ADMIN_ACTIVATE']));
const TaskId = Type.String({ minLength: 1, maxLength: 64 });

export const ExportUsersBody = Type.Object({
  user_name: Filter,
  user_names: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: namesOfExport }),
  ),
  description: Type.Optional(Type.String({ maxLength: 255 })),
  active_type: ActiveType,
  language: LanguageName,
  enterprise_project_id: Filter,
});

export const ExportMembersQuery = Type.Object({
  user_name: Filter,
  description: Filter,
  active_type: ActiveType,
  group_name: Type.Optional(Type.String({ maxLength: 64 })),
  language: LanguageName,
  enterprise_project_id: Filter,
});

export const ExportTaskIdAnswer = Type.Object({ task_id: Text });

export const ListExportTasksQuery = Type.Object({
  file_name: Filter,
  task_id: Filter,
  status: Type.Optional(oneOf(['CREATING', 'SUCCESS', 'FAIL', 'EXPIRED'])),
  is_download: Type.Optional(Type.Boolean()),
  sort_field: Type.Optional(oneOf(['create_time'])),
  sort_type: Type.Optional(oneOf(['ASC', 'DESC'])),
  ...paging({ max: tasksOfProject, usual: 10 }),
});
export type ListExportTasksQuery = Static<typeof ListExportTasksQuery>;

export const ExportTaskList = Type.Object({
  export_tasks: Type.Array(
    Type.Object({
      task_id: Text,
      file_name: Text,
      status: Text,
      fail_reason: TextOrNull,
      error_code: TextOrNull,
      create_time: Text,
      end_time: Text,
      is_download: Type.Boolean(),
    }),
  ),
  count: Type.Integer(),
});

export const DeleteExportTasksBody = Type.Object({
  task_ids: Type.Array(TaskId, { minItems: 1, maxItems: 200 }),
});

export const ExportTaskPath = {
  task_id: Type.String({ minLength: 1, maxLength: 64, description: 'Export task ID.' }),
};

export const ExportGroupsQuery = Type.Object({
  keyword: Filter,
  language: LanguageName,
  ...paging({ max: 1_000 }),
});

export const ListTemplateQuery = Type.Object({
  language: LanguageName,
  os_type: Type.Optional(Type.String({ maxLength: 32 })),
});

export const TemplateQuery = Type.Object({ language: LanguageName, active_type: ActiveType });

/** A file as CSV. */
export const CsvFile = Type.Unsafe<Buffer>({ type: 'string', description: 'A file.' });
