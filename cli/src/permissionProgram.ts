import type { Command } from 'commander';
import { canI } from './commands/canI.js';
import { decodeAuthorizationMessage, rotateAuthorizationMessageKey } from './commands/decodeAuthorization.js';
import type { Messages } from './messages/en.js';
import { parseTag } from './optionValues.js';
import type { RunCommand } from './session.js';

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** `deskplane can-i` and `deskplane authorization …`. */
export function addPermissionCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.permissions;
  program
    .command('can-i')
    .description(help.canI)
    .argument('<words...>', help.canIWords)
    .option('--as <user>', help.as)
    .option('--from <address>', help.from)
    .option('--enterprise-project <id>', help.enterpriseProject)
    .option(
      '--tag <tag>',
      help.tag,
      (word: string, before: readonly Tag[]) => [...before, parseTag(word, messages)],
      [],
    )
    .option('--json', messages.help.json)
    .action(
      (
        words: readonly string[],
        options: {
          as?: string;
          from?: string;
          enterpriseProject?: string;
          tag: readonly Tag[];
          json?: true;
        },
      ) =>
        run(options, (session) =>
          canI(session, words, {
            as: options.as,
            from: options.from,
            tags: options.tag,
            enterpriseProject: options.enterpriseProject,
          }),
        ),
    );
  const authorization = program.command('authorization').description(help.authorization).helpCommand(false);
  authorization
    .command('decode')
    .description(help.decode)
    .argument('<message>', help.decodeArgument)
    .option('--json', messages.help.alwaysJson)
    .action((message: string) => run({}, (session) => decodeAuthorizationMessage(session, message)));
  authorization
    .command('rotate-key')
    .description(help.rotateKey)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((options: { yes?: true; json?: true }) =>
      run(options, (session) => rotateAuthorizationMessageKey(session, { yes: options.yes === true })),
    );
}
