import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import { findDesktop } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { findTask, listAllTasks } from '../schedules/findTasks.js';
import { type ScheduleOptions, scheduleOf } from '../schedules/scheduleOptions.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { confirm } from './confirm.js';

/** `deskplane task list`. */
export async function listTasks(session: Session): Promise<void> {
  const { terminal } = session;
  const tasks = await listAllTasks(session.api);
  if (session.json) {
    sayJson(session, { total_count: tasks.length, scheduled_tasks: tasks });
    return;
  }
  const words = terminal.messages.task;
  if (tasks.length === 0) {
    terminal.note(words.none);
    return;
  }
  const { name, type, schedule, next, zone, last, enabled, id } = words.titles;
  const rows = tasks.map((task) => [
    textAt(task, 'task_name'),
    wordOf(words.types, textAt(task, 'task_type')),
    describeDays(task, words),
    textAt(task, 'next_execution_time') || '-',
    textAt(task, 'time_zone'),
    wordOf(words.results, textAt(task, 'last_status')) || '-',
    at(task, 'enable') === true ? words.yes : words.no,
    textAt(task, 'id'),
  ]);
  terminal.say(formatTable([name, type, schedule, next, zone, last, enabled, id], rows, terminal.columns));
}

/** `deskplane task show`: what it says, and its desktops. */
export async function showTask(session: Session, word: string): Promise<void> {
  const { api, terminal } = session;
  const { id } = await findTask(session, word);
  const { body } = await api.get(`/scheduled-tasks/${id}`);
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const words = terminal.messages.task;
  const { facts } = words;
  const ends = textAt(body, 'expire_time');
  const description = textAt(body, 'description');
  const desktops = listAt(body, 'apply_objects').map((desktop) => printable(textAt(desktop, 'object_name')));
  terminal.say(printable(textAt(body, 'task_name')));
  terminal.say(
    formatFacts(
      [
        [facts.id, id],
        [facts.does, wordOf(words.types, textAt(body, 'task_type'))],
        ...(at(body, 'force_execute') === true ? [[facts.force, facts.forced] as const] : []),
        [facts.schedule, words.at(describeDays(body, words), textAt(body, 'scheduled_time'))],
        [facts.zone, textAt(body, 'time_zone')],
        ...(ends === '' ? [] : [[facts.until, ends] as const]),
        [facts.next, textAt(body, 'next_execution_time') || facts.never],
        [facts.enabled, at(body, 'enable') === true ? words.yes : words.no],
        ...(description === '' ? [] : [[facts.description, printable(description)] as const]),
        [facts.desktops, desktops.join('\n') || '-'],
      ],
      '  ',
      terminal.columns,
    ),
  );
}

/** On which days a task is due. */
function describeDays(task: unknown, { days }: Messages['task']): string {
  switch (textAt(task, 'scheduled_type')) {
    case 'FIXED_TIME':
      return days.once(textAt(task, 'scheduled_date'));
    case 'DAY':
      return days.daily(numberAt(task, 'day_interval') ?? 1);
    case 'WEEK':
      return days.weekly(
        textAt(task, 'week_list')
          .split(',')
          .map((day) => days.weekdays[Number(day) - 1] ?? day),
      );
    case 'MONTH':
      return days.monthly(textAt(task, 'date_list'), textAt(task, 'month_list'));
    default:
      return textAt(task, 'scheduled_type');
  }
}

/** What is called so, or the API's own word. */
const wordOf = (words: unknown, word: string): string => textAt(words, word) || word;

export interface NewTask extends ScheduleOptions {
  readonly type: string;
  readonly at: string;
  readonly description: string | undefined;
  readonly force: boolean;
}

/** `deskplane task create`. */
export async function createTask(
  session: Session,
  name: string,
  desktops: readonly string[],
  options: NewTask,
): Promise<void> {
  const { api, terminal } = session;
  const zone = options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { body } = await api.post('/scheduled-tasks', {
    ...scheduleOf(session, { ...options, zone }, 'daily'),
    task_name: name,
    task_type: options.type.toUpperCase(),
    force_execute: options.force,
    ...(options.description === undefined ? {} : { description: options.description }),
    apply_objects: await objectsOf(session, desktops),
  });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const id = textAt(body, 'task_id');
  const { body: task } = await api.get(`/scheduled-tasks/${id}`);
  const next = `${textAt(task, 'next_execution_time')} ${zone}`;
  terminal.say(terminal.messages.task.created(printable(name), id, printable(next)));
}

/** What is undefined stays as it is. */
export interface TaskChanges extends ScheduleOptions {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly force: boolean | undefined;
  readonly desktops: readonly string[];
}

/** `deskplane task edit`. */
export async function editTask(session: Session, word: string, changes: TaskChanges): Promise<void> {
  const words = session.terminal.messages.task;
  const { name, description, force, desktops } = changes;
  const body = {
    ...scheduleOf(session, changes),
    ...(name === undefined ? {} : { task_name: name }),
    ...(description === undefined ? {} : { description }),
    ...(force === undefined ? {} : { force_execute: force }),
  };
  if (Object.keys(body).length + desktops.length === 0) throw new Failure(exitCodes.usage, words.nothing);
  const task = await findTask(session, word);
  const objects = desktops.length === 0 ? {} : { apply_objects: await objectsOf(session, desktops) };
  await session.api.put(`/scheduled-tasks/${task.id}`, { ...body, ...objects });
  if (session.json) sayJson(session, { task_id: task.id });
  else session.terminal.say(words.edited(printable(name ?? task.name)));
}

/** `deskplane task enable` and `disable`. */
export async function enableTasks(
  session: Session,
  named: readonly string[],
  enable: boolean,
): Promise<void> {
  const words = session.terminal.messages.task;
  const changed: string[] = [];
  for (const word of new Set(named)) {
    const { id, name } = await findTask(session, word);
    await session.api.put(`/scheduled-tasks/${id}`, { enable });
    changed.push(id);
    const shown = printable(name);
    if (!session.json) session.terminal.say(enable ? words.enabled(shown) : words.disabled(shown));
  }
  if (session.json) sayJson(session, { task_ids: changed });
}

/** `deskplane task records`: the times that came, or what one of them came to. */
export async function showRecords(
  session: Session,
  word: string,
  recordId: string | undefined,
): Promise<void> {
  const { api, terminal } = session;
  const { id, name } = await findTask(session, word);
  const words = terminal.messages.task;
  const { titles } = words;
  if (recordId !== undefined) {
    const details: unknown[] = [];
    for (let page = 50; page === 50; ) {
      const path = `/scheduled-tasks/${id}/records/${encodeURIComponent(recordId)}`;
      const { body } = await api.get(path, { limit: 50, offset: details.length });
      const found = listAt(body, 'tasks_records_details');
      details.push(...found);
      page = found.length;
    }
    const rows = details.map((detail) => [
      textAt(detail, 'desktop_name'),
      wordOf(words.results, textAt(detail, 'exec_status')),
      textAt(detail, 'fail_reason'),
      textAt(detail, 'desktop_id'),
    ]);
    if (session.json) sayJson(session, { total_count: details.length, tasks_records_details: details });
    else
      terminal.say(
        formatTable([titles.desktop, titles.status, titles.reason, titles.id], rows, terminal.columns),
      );
    return;
  }
  // As many as a task keeps.
  const { body } = await api.get(`/scheduled-tasks/${id}/records`, { limit: 100, offset: 0 });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const records = listAt(body, 'tasks_records');
  if (records.length === 0) {
    terminal.note(words.noRecords(printable(name)));
    return;
  }
  const rows = records.map((record) => [
    textAt(record, 'start_time'),
    textAt(record, 'time_zone'),
    wordOf(words.results, textAt(record, 'status')),
    ...['success_num', 'skip_num', 'failed_num'].map((field) => String(numberAt(record, field) ?? '')),
    textAt(record, 'id'),
  ]);
  const head = [
    titles.start,
    titles.zone,
    titles.status,
    titles.success,
    titles.skipped,
    titles.failed,
    titles.id,
  ];
  terminal.say(formatTable(head, rows, terminal.columns));
}

/** `deskplane task delete`: all of them or, if one cannot go, none. */
export async function deleteTasks(session: Session, named: readonly string[], yes: boolean): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.task.delete;
  const tasks = new Map<string, string>();
  for (const word of named) {
    const { id, name } = await findTask(session, word);
    tasks.set(id, name);
  }
  const names = [...tasks.values()].map((name) => printable(name)).join(terminal.messages.marks.list);
  await confirm(terminal, { ...words, warning: words.warning(names) }, yes);
  const ids = [...tasks.keys()];
  await api.post('/scheduled-tasks/batch-delete', { task_ids: ids });
  if (session.json) sayJson(session, { deleted: ids });
  else terminal.say(words.done(names));
}

async function objectsOf(session: Session, desktops: readonly string[]): Promise<object[]> {
  const objects: object[] = [];
  for (const word of new Set(desktops)) {
    const { id } = await findDesktop(session, word);
    objects.push({ object_type: 'DESKTOP', object_id: id });
  }
  return objects;
}
