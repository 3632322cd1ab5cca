import { type Command, Option } from 'commander';
import { resendMails, sendTestMail, showMails } from './commands/mails.js';
import type { Messages } from './messages/en.js';
import { parseNumber } from './optionValues.js';
import type { RunCommand } from './session.js';

const maxListed = 1000;

/** `deskplane mail …`. */
export function addMailCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.mail;
  const mail = program.command('mail').description(help.mail).helpCommand(false);
  mail
    .command('list')
    .description(help.list)
    .addOption(
      new Option('--state <state...>', help.state)
        .choices(['waiting', 'sent', 'kept', 'undeliverable', 'withdrawn'])
        .default([], ''),
    )
    .option('--limit <number>', help.limit, (text) => parseNumber(text, [1, maxListed], messages), 100)
    .option('--json', messages.help.json)
    .action((options: { json?: true; state: readonly string[]; limit: number }) =>
      run(options, (session) => showMails(session, { states: options.state, limit: options.limit })),
    );
  mail
    .command('resend')
    .description(help.resend)
    .argument('[mails...]', help.mailsArgument)
    .option('--all', help.all)
    .option('--json', messages.help.json)
    .action((mails: readonly string[], options: { json?: true; all?: true }) =>
      run(options, (session) => resendMails(session, mails, { all: options.all === true })),
    );
  mail
    .command('test')
    .description(help.test)
    .argument('<address>', help.addressArgument)
    .option('--json', messages.help.json)
    .action((address: string, options: { json?: true }) =>
      run(options, (session) => sendTestMail(session, address)),
    );
}
