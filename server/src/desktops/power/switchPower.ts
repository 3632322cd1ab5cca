import type { TaskParts } from '../tasks/taskParts.js';
import { type DesktopTask, finishTask } from '../tasks/taskQueries.js';
import { type Course, findServer, shownAs, steerServer } from './steerServer.js';

/** The power tasks by the word that callers see while they run (docs/reference/desktops.md#task-states). */
export const powerTasks: Readonly<Record<string, Course>> = {
  'powering-on': { action: 'start', target: 'active' },
  'powering-off': { action: 'stop', target: 'shutoff' },
  hibernating: { action: 'hibernate', target: 'hibernated' },
  rebooting: { action: 'reboot', target: 'active' },
  rebooting_hard: { action: 'reboot', target: 'active' },
};

/**
 * Takes a start, stop, restart or hibernation one step further.
 * @returns in how many milliseconds to look again, if at all
 * @throws {EngineError}
 */
export async function switchPower(parts: TaskParts, task: DesktopTask): Promise<number | undefined> {
  const course = powerTasks[task.task_status];
  if (course === undefined) throw new Error(`Desktop ${task.id} has an unknown task ${task.task_status}.`);
  const inMilliseconds = await steerServer(parts, task, await findServer(parts, task), course);
  if (inMilliseconds !== undefined) return inMilliseconds;
  await finishTask(parts.database, task, { status: shownAs[course.target], now: parts.ambient.now() });
  return undefined;
}
