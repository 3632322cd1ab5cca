// Without any import: the console holds what is typed to the same rules.

/** What a task does to its desktops. What is published besides is refused with these words: REBUILD, EXECUTE_SCRIPT, CREATE_SNAPSHOT. */
export const taskTypes = ['START', 'STOP', 'REBOOT', 'HIBERNATE'] as const;
/** On which days. */
export const scheduledTypes = ['FIXED_TIME', 'DAY', 'WEEK', 'MONTH'] as const;
/** A project has at most this many: as many as the pages of their list reach. */
export const tasksOfProject = 100;
/** How many times that came a task keeps the records of: the latest. */
export const recordsOfTask = 100;
/** How many desktops a task has at most. */
export const desktopsOfTask = 1_000;
/** How late a task may be carried out, in minutes: what is later is passed over. */
export const mostLateMinutes = 15;
