import { type Command, Option } from 'commander';
import {
  createTask,
  deleteTasks,
  editTask,
  enableTasks,
  listTasks,
  showRecords,
  showTask,
} from './commands/tasks.js';
import type { Messages } from './messages/en.js';
import type { ScheduleOptions } from './schedules/scheduleOptions.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

/** `deskplane task …`. */
export function addTaskCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.task;
  const { json, yes } = messages.help;
  const task = program.command('task').description(help.task).helpCommand(false);
  task
    .command('list')
    .description(help.list)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listTasks));
  task
    .command('show')
    .description(help.show)
    .argument('<task>', help.oneTask)
    .option('--json', json)
    .action((word: string, options: JsonFlag) => run(options, (session) => showTask(session, word)));
  const create = task
    .command('create')
    .description(help.create)
    .argument('<name>', help.newName)
    .argument('<desktops...>', help.desktops)
    .addOption(
      new Option('--do <what>', help.type)
        .choices(['start', 'stop', 'reboot', 'hibernate'])
        .makeOptionMandatory(),
    )
    .requiredOption('--at <time>', help.at);
  addSchedule(create, messages)
    .option('--force', help.force)
    .option('--json', json)
    .action(
      (
        name: string,
        desktops: readonly string[],
        options: JsonFlag & ScheduleOptions & { do: string; at: string; description?: string; force?: true },
      ) =>
        run(options, (session) => {
          const { do: type, description, force } = options;
          return createTask(session, name, desktops, {
            ...options,
            type,
            description,
            force: force === true,
          });
        }),
    );
  const edit = task
    .command('edit')
    .description(help.edit)
    .argument('<task>', help.oneTask)
    .argument('[desktops...]', help.desktops)
    .option('--name <name>', help.newName)
    .option('--at <time>', help.at);
  addSchedule(edit, messages)
    .option('--force', help.force)
    .option('--no-force', help.noForce)
    .option('--json', json)
    .action(
      (
        word: string,
        desktops: readonly string[],
        options: JsonFlag & ScheduleOptions & { name?: string; description?: string; force?: boolean },
      ) =>
        run(options, (session) => {
          const { name, description, force } = options;
          return editTask(session, word, { ...options, name, description, force, desktops });
        }),
    );
  for (const verb of ['enable', 'disable'] as const)
    task
      .command(verb)
      .description(help[verb])
      .argument('<tasks...>', help.tasks)
      .option('--json', json)
      .action((words: readonly string[], options: JsonFlag) =>
        run(options, (session) => enableTasks(session, words, verb === 'enable')),
      );
  task
    .command('records')
    .description(help.records)
    .argument('<task>', help.oneTask)
    .argument('[record]', help.record)
    .option('--json', json)
    .action((word: string, record: string | undefined, options: JsonFlag) =>
      run(options, (session) => showRecords(session, word, record)),
    );
  task
    .command('delete')
    .description(help.delete)
    .argument('<tasks...>', help.tasks)
    .option('--yes', yes)
    .option('--json', json)
    .action((names: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteTasks(session, names, options.yes === true)),
    );
}

/** The options that say on which days, but the time of day. */
function addSchedule(command: Command, { task: { help } }: Messages): Command {
  return command
    .option('--once <date>', help.once)
    .option('--daily [days]', help.daily)
    .option('--weekly <days>', help.weekly)
    .option('--monthly <dates>', help.monthly)
    .option('--months <months>', help.months)
    .option('--zone <zone>', help.zone)
    .option('--until <time>', help.until)
    .option('--description <text>', help.description);
}
