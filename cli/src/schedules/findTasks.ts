import { printable } from '@deskplane/verify/text/printable.js';
import type { Api } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

const pageSize = 50;

/** All scheduled tasks of the project, by name. */
export async function listAllTasks(api: Api): Promise<unknown[]> {
  const tasks: unknown[] = [];
  for (;;) {
    const { body } = await api.get('/scheduled-tasks', { limit: pageSize, offset: tasks.length });
    const page = listAt(body, 'scheduled_tasks');
    tasks.push(...page);
    if (page.length < pageSize) return tasks;
  }
}

/**
 * A scheduled task by id or name, without regard to case.
 * @throws {Failure} `notFound`; `usage` when the name is not one task's only
 */
export async function findTask(
  { api, terminal }: Session,
  word: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const words = terminal.messages.task;
  const found = (await listAllTasks(api)).filter(
    (task) =>
      textAt(task, 'id') === word.toLowerCase() ||
      textAt(task, 'task_name').toLowerCase() === word.toLowerCase(),
  );
  const [first] = found;
  if (first === undefined) throw new Failure(exitCodes.notFound, words.missing(printable(word)));
  if (found.length > 1) {
    const ids = found.map((task) => textAt(task, 'id')).join(terminal.messages.marks.list);
    throw new Failure(exitCodes.usage, words.ambiguous(printable(word), ids));
  }
  return { id: textAt(first, 'id'), name: textAt(first, 'task_name') };
}
