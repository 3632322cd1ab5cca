import { wrapText } from '@deskplane/verify/text/wrapText.js';
import type { Command } from 'commander';
import { exitCodes, Failure } from './failure.js';
import type { ProgramParts } from './session.js';
import type { Terminal } from './terminal.js';

/** `deskplane run`: a service for the length of another program. */
export function addRunCommand(program: Command, parts: ProgramParts, end: (code: number) => void): void {
  const { terminal } = parts;
  const { help } = terminal.messages.run;
  program
    .command('run')
    .usage('[options] -- <program> [arguments...]')
    .description(help.run)
    .argument('<program...>', help.program)
    .option('--logs <directory>', help.logs)
    .option('--verbose', help.verbose)
    .addHelpText('after', () => describeRun(terminal))
    .action(async (words: readonly string[], { logs, verbose }: { logs?: string; verbose?: true }) => {
      const { credentials, profile } = program.opts<{ credentials?: string; profile?: string }>();
      if (credentials !== undefined || profile !== undefined)
        throw new Failure(exitCodes.usage, terminal.messages.run.ownCredentials);
      const { runWithService } = await import('./commands/runWithService.js');
      end(await runWithService(parts, words, { logs, verbose: verbose === true }));
    });
}

/** What to know of the service that is started, below the help. */
function describeRun({ messages, columns }: Terminal): string {
  const width = Math.min(columns, 80);
  return messages.run.help.details.map((text) => `\n${wrapText(text, width).join('\n')}`).join('\n');
}
