import type { Command } from 'commander';
import { repeated } from './commandLine/repeated.js';
import { backUp, restoreBackup } from './commands/maintainDatabase.js';
import { showOrphans } from './commands/showOrphans.js';
import type { ExitCode } from './failure.js';
import type { RunCommand } from './session.js';
import type { Terminal } from './terminal.js';

interface CareProgramParts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.Dict<string>;
}

/** `deskplane orphans`, `machine`, `backup` and `restore`. All but the first do without the service. */
export function addMaintenanceCommands(
  program: Command,
  parts: CareProgramParts,
  run: RunCommand,
  end: (code: ExitCode) => void,
): void {
  const { help, installation, machine, orphans } = parts.terminal.messages;
  program
    .command('orphans')
    .description(orphans.help.orphans)
    .option('--reclaim', orphans.help.reclaim)
    .option('--yes', help.yes)
    .option('--json', help.json)
    .action((options: { reclaim?: true; yes?: true; json?: true }) =>
      run(options, (session) =>
        showOrphans(session, { reclaim: options.reclaim === true, yes: options.yes === true }),
      ),
    );
  program
    .command('machine')
    .description(machine.help.machine)
    .addOption(
      repeated('--end <installation...>', machine.help.end, (id, ids: readonly string[]) => [...ids, id]),
    )
    .option('--yes', help.yes)
    .option('--json', machine.help.json)
    .action(async (options: { end: readonly string[]; yes?: true; json?: true }) => {
      const { showMachine } = await import('./commands/showMachine.js');
      const { end: named, yes, json } = options;
      end(await showMachine(parts.terminal, { end: named, yes: yes === true, json: json === true }));
    });
  program
    .command('backup')
    .description(installation.help.backup)
    .argument('<file>', installation.help.backupFile)
    .option('--json', help.json)
    .action(async (file: string, options: { json?: true }) =>
      end(await backUp(parts, file, options.json === true)),
    );
  program
    .command('restore')
    .description(installation.help.restore)
    .argument('[file]', installation.help.backupFile)
    .option('--replay', installation.help.replay)
    .option('--tombstones <file>', installation.help.tombstones)
    .option('--without-tombstones', installation.help.withoutTombstones)
    .option('--json', help.json)
    .action(
      async (
        file: string | undefined,
        options: { replay?: true; tombstones?: string; withoutTombstones?: true; json?: true },
      ) =>
        end(
          await restoreBackup(parts, file, {
            replay: options.replay === true,
            tombstones: options.tombstones,
            withoutTombstones: options.withoutTombstones === true,
            json: options.json === true,
          }),
        ),
    );
}
