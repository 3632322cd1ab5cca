import type { Command } from 'commander';
import {
  changeSecondFactor,
  forgetDevice,
  type NamedPeople,
  showSecondFactor,
  switchSecondFactor,
} from './commands/secondFactor.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

/** `deskplane second-factor …`: whether a code is asked for at the desk, and of whom. */
export function addSecondFactorCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.secondFactor;
  const { json } = messages.help;
  const factor = program.command('second-factor').description(help.factor).helpCommand(false);
  factor
    .command('show')
    .description(help.show)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, showSecondFactor));
  factor
    .command('on')
    .description(help.on)
    .option('--everybody', help.everybody)
    .option('--json', json)
    .action(({ everybody, ...options }: JsonFlag & { readonly everybody?: true }) =>
      run(options, (session) => switchSecondFactor(session, true, everybody === true)),
    );
  factor
    .command('off')
    .description(help.off)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, (session) => switchSecondFactor(session, false, false)));
  for (const [word, change] of [
    ['add', 'add'],
    ['remove', 'delete'],
  ] as const)
    factor
      .command(word)
      .description(help[word])
      .option('--user <user...>', help.users)
      .option('--group <group...>', help.groups)
      .option('--json', json)
      .action(({ user, group, ...options }: JsonFlag & NamedPeople) =>
        run(options, (session) => changeSecondFactor(session, change, { user, group })),
      );
}

/** `forget-device`, among the commands of `deskplane user`. */
export function addForgetDevice(user: Command, messages: Messages, run: RunCommand): void {
  user
    .command('forget-device')
    .description(messages.secondFactor.help.forget)
    .argument('<user>', messages.user.help.oneUser)
    .option('--json', messages.help.json)
    .action((name: string, options: JsonFlag) => run(options, (session) => forgetDevice(session, name)));
}
