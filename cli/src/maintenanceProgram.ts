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
  const { help } = parts.terminal.messages;
  program
    .command('orphans')
    .description(help.orphans)
    .option('--reclaim', help.reclaim)
    .option('--yes', help.yes)
    .option('--json', help.json)
    .action((options: { reclaim?: true; yes?: true; json?: true }) =>
      run(options, (session) =>
        showOrphans(session, { reclaim: options.reclaim === true, yes: options.yes === true }),
      ),
    );
  program
    .command('machine')
    .description(help.machine)
    .addOption(
      repeated('--end <installation...>', help.machineEnd, (id, ids: readonly string[]) => [...ids, id]),
    )
    .option('--yes', help.yes)
    .option('--json', help.machineJson)
    .action(async (options: { end: readonly string[]; yes?: true; json?: true }) => {
      const { showMachine } = await import('./commands/showMachine.js');
      const { end: named, yes, json } = options;
      end(await showMachine(parts.terminal, { end: named, yes: yes === true, json: json === true }));
    });
  program
    .command('backup')
    .description(help.backup)
    .argument('<file>', help.backupFile)
    .action(async (file: string) => end(await backUp(parts, file)));
  program
    .command('restore')
    .description(help.restore)
    .argument('[file]', help.backupFile)
    .option('--replay', help.replay)
    .option('--tombstones <file>', help.tombstones)
    .option('--without-tombstones', help.withoutTombstones)
    .action(
      async (
        file: string | undefined,
        options: { replay?: true; tombstones?: string; withoutTombstones?: true },
      ) =>
        end(
          await restoreBackup(parts, file, {
            replay: options.replay === true,
            tombstones: options.tombstones,
            withoutTombstones: options.withoutTombstones === true,
          }),
        ),
    );
}
