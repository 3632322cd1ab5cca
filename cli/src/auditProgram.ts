import type { Command } from 'commander';
import { exportAudit, listAudit, retainAudit } from './commands/audit.js';
import { verifyFile } from './commands/verifyFile.js';
import type { ExitCode } from './failure.js';
import { parseNumber } from './optionValues.js';
import type { RunCommand } from './session.js';
import type { Terminal } from './terminal.js';

/**
 * `deskplane audit …`.
 * @param end takes what a command that needs no service ends with
 */
export function addAuditCommands(
  program: Command,
  terminal: Terminal,
  run: RunCommand,
  end: (exitCode: ExitCode) => void,
): void {
  const { messages } = terminal;
  const { help } = messages.audit;
  const audit = program.command('audit').description(help.audit).helpCommand(false);
  audit
    .command('list')
    .description(help.list)
    .option('--since <time>', help.since)
    .option('--until <time>', help.until)
    .option('--user <user>', help.user)
    .option('--name <event>', help.name)
    .option('--resource <id>', help.resource)
    .option('--denied', help.denied)
    .option('--limit <number>', help.limit, (word: string) => parseNumber(word, [1, 200], messages), 20)
    .option('--json', messages.help.json)
    .action(
      (options: {
        since?: string;
        until?: string;
        user?: string;
        name?: string;
        resource?: string;
        denied?: true;
        limit: number;
        json?: true;
      }) => run(options, (session) => listAudit(session, options)),
    );
  audit
    .command('export')
    .description(help.export)
    .option('--since <time>', help.since)
    .option('--until <time>', help.until)
    .option('--head <file>', help.exportHead)
    .option('--json', messages.help.alwaysJson)
    .action((options: { since?: string; until?: string; head?: string }) =>
      run({}, (session) => exportAudit(session, options)),
    );
  audit
    .command('verify')
    .description(help.verify)
    .argument('<file>', help.verifyFile)
    .option('--keys <file>', help.keys)
    .option('--head <file>', help.verifyHead)
    .option('--json', messages.help.json)
    .action(async (path: string, options: { keys?: string; head?: string; json?: true }) => {
      const { keys, head } = options;
      end(await verifyFile(terminal, 'audit', path, { keys, head, json: options.json === true }));
    });
  audit
    .command('retain')
    .description(help.retain)
    .requiredOption('--keep <age>', help.keep)
    .option('--json', messages.help.json)
    .action((options: { keep: string; json?: true }) =>
      run(options, (session) => retainAudit(session, options.keep)),
    );
}
