import type { Command } from 'commander';
import { backUp, restoreBackup } from './commands/maintainDatabase.js';
import { showOrphans } from './commands/showOrphans.js';
import type { ExitCode } from './failure.js';
import type { RunCommand } from './session.js';
import type { Terminal } from './terminal.js';

interface CareProgramParts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.Dict<string>;
}

/** `deskplane orphans`, `backup` and `restore`. The latter two need the database, not the service. */
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
