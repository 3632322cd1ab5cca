import { sql } from 'kysely';
import { type Ambient, newHexId } from '../../ambient.js';
import { noteInAuditEvent, noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../database/connect.js';
import type { Snapshot } from '../../database/oneSnapshot.js';
import { ApiError, type ErrorArgument, type Language } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { formatMillisecondTime, formatPlainTime } from '../../http/apiTimes.js';
import {
  asId,
  type DesktopUserId,
  type ExportTaskId,
  type IamUserId,
  type ProjectId,
  type UserGroupId,
} from '../../ids.js';
import { fileLifeMs } from './exportLimits.js';
import { requireRoom } from './exportRoom.js';
import type { ListExportTasksQuery } from './exportSchemas.js';

/** What an export is called in errors. */
export const taskWords = { en: 'export task', zh: '导出任务' } as const satisfies ErrorArgument;

/** Whom an export is of; what is undefined or empty narrows nothing. */
export interface ExportFilter {
  /** A part of the name, in any case. */
  readonly userName: string | undefined;
  /** Whole names, in any case. */
  readonly userNames: readonly string[] | undefined;
  /** A part of the description, in any case. */
  readonly description: string | undefined;
  readonly activeType: string | undefined;
  readonly enterpriseProjectId: string | undefined;
  readonly groupId: UserGroupId | undefined;
  /** The whole name of the group, in any case; of another name nobody is in it. */
  readonly groupName: string | undefined;
  /** No others are in it; undefined: all may be. */
  readonly visible: readonly DesktopUserId[] | undefined;
}

export interface NewExport {
  readonly projectId: ProjectId;
  readonly maker: IamUserId;
  readonly filter: ExportFilter;
  readonly language: Language;
}

/**
 * Notes whom an export is of, by their ids and nothing else: what the filter says may be a person's name.
 * @throws {ApiError} DPL.4091 when there are too many
 */
export async function createExport(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  { projectId, maker, filter, language }: NewExport,
): Promise<ExportTaskId> {
  const now = ambient.serviceNow();
  const id = noteMade(asId<ExportTaskId>(newHexId(ambient)));
  const { groupId } = filter;
  noteInAuditEvent({
    resource: groupId === undefined ? { type: 'export', id } : { type: 'userGroup', id: groupId },
  });
  await database.transaction().execute(async (transaction) => {
    await requireRoom(transaction, projectId, maker, now);
    await transaction
      .insertInto('export_tasks')
      .values({
        id,
        project_id: projectId,
        file_name: `users-${formatPlainTime(now).replaceAll(/[-:]/g, '').replace(' ', '-')}.csv`,
        language,
        created_at: now,
        expires_at: new Date(now.getTime() + fileLifeMs),
        downloaded_at: null,
        made_by: maker,
        group_id: groupId ?? null,
      })
      .execute();
    await noteUsers(transaction, id, projectId, filter);
  });
  return id;
}

async function noteUsers(
  transaction: Transaction,
  id: ExportTaskId,
  projectId: ProjectId,
  filter: ExportFilter,
): Promise<void> {
  const { userName = '', userNames = [], description = '', groupId, groupName = '', visible } = filter;
  let query = transaction.selectFrom('desktop_users as u').where('u.project_id', '=', projectId);
  if (visible !== undefined) query = query.where(sql<boolean>`u.id = any(${[...visible]}::text[])`);
  if (userName !== '')
    query = query.where(sql<boolean>`position(lower(${userName}) in lower(u.user_name)) > 0`);
  if (userNames.length > 0) {
    const names = userNames.map((each) => each.toLowerCase());
    query = query.where(sql<boolean>`lower(u.user_name) = any(${names}::text[])`);
  }
  if (description !== '')
    query = query.where(sql<boolean>`position(lower(${description}) in lower(u.description)) > 0`);
  if (filter.activeType !== undefined) query = query.where('u.active_type', '=', filter.activeType);
  if (!['', 'all_granted_eps'].includes(filter.enterpriseProjectId ?? ''))
    query = query.where('u.enterprise_project_id', '=', filter.enterpriseProjectId ?? '');
  if (groupId !== undefined)
    query = query.where(
      sql<boolean>`exists (select from user_group_members m join user_groups g on g.id = m.group_id
        where m.user_id = u.id and m.project_id = u.project_id and m.group_id = ${groupId}
          and (${groupName} = '' or lower(g.name) = lower(${groupName})))`,
    );
  await transaction
    .insertInto('export_task_users')
    .columns(['task_id', 'user_id', 'project_id'])
    .expression(
      query
        // The key of each is held, in the order in which others lock users: who is deleted meanwhile is not in it.
        .select([sql<ExportTaskId>`${id}::text`.as('task_id'), 'u.id as user_id', 'u.project_id'])
        .orderBy('u.id')
        .forKeyShare(['u']),
    )
    .execute();
}

/** With the name that the group has now; what no file can be called by is left out of it. */
const fileName = sql<string>`case when export_tasks.group_id is null then '' else coalesce(
    (select translate(g.name, '/\\:*?"<>|', '_________') from user_groups g
     where g.id = export_tasks.group_id and g.project_id = export_tasks.project_id), 'group') || '-' end
  || export_tasks.file_name`;

/** A page of the project's exports, the newest first unless it is asked for otherwise. */
export async function listExports(
  database: Snapshot,
  projectId: ProjectId,
  filter: ListExportTasksQuery,
  now: Date,
) {
  const status = sql<string>`case when expires_at > ${now} then 'SUCCESS' else 'EXPIRED' end`;
  let query = database.selectFrom('export_tasks').where('project_id', '=', projectId);
  if ((filter.file_name ?? '') !== '')
    query = query.where(sql<boolean>`position(lower(${filter.file_name}) in lower(${fileName})) > 0`);
  if ((filter.task_id ?? '') !== '') query = query.where(sql<boolean>`id = ${filter.task_id}`);
  if (filter.status !== undefined) query = query.where(status, '=', filter.status);
  if (filter.is_download !== undefined)
    query = query.where('downloaded_at', filter.is_download ? 'is not' : 'is', null);
  const { count } = await query.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const direction = filter.sort_type === 'ASC' ? 'asc' : 'desc';
  const rows = await query
    .select(['id', fileName.as('file_name'), 'created_at', 'downloaded_at', status.as('status')])
    .orderBy('created_at', direction)
    .orderBy('id', direction)
    .offset(filter.offset)
    .limit(filter.limit)
    .execute();
  const tasks = rows.map((row) => ({
    task_id: row.id,
    file_name: row.file_name,
    status: row.status,
    fail_reason: null,
    error_code: null,
    create_time: formatMillisecondTime(row.created_at),
    end_time: formatMillisecondTime(row.created_at),
    is_download: row.downloaded_at !== null,
  }));
  return { count, export_tasks: tasks };
}

/**
 * Deletes exports, all of them or, if one is not there, none.
 * @throws {ApiError} DPL.0404
 */
export async function deleteExports(
  database: Database,
  projectId: ProjectId,
  taskIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(taskIds)];
  await database.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom('export_tasks')
      .where('project_id', '=', projectId)
      .where(sql<boolean>`id = any(${ids}::text[])`)
      .returning('id')
      .execute();
    if (gone.length < ids.length) throw new ApiError('DPL.0404', [taskWords]);
  });
}

/**
 * An export whose file can be downloaded.
 * @throws {ApiError} DPL.0404 when there is none, DPL.0409 when its file has expired
 */
export async function findExport(database: Database, projectId: ProjectId, taskId: string, now: Date) {
  const row = await database
    .selectFrom('export_tasks')
    .select(['id', fileName.as('file_name'), 'language', 'expires_at'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id = ${taskId}`)
    .executeTakeFirst();
  const task = requireFound(row, taskWords);
  noteInAuditEvent({ resource: { type: 'export', id: task.id } });
  if (task.expires_at <= now) throw new ApiError('DPL.0409', [expired], 'path: task_id');
  return task;
}

const expired = {
  en: 'the file has expired; export the users again',
  zh: '导出文件已过期，请重新导出',
} as const satisfies ErrorArgument;
