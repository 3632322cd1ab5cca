import type { Command } from 'commander';
import { listQuotas, setQuota } from './commands/quotas.js';
import {
  closeService,
  editService,
  lockService,
  openService,
  showService,
  unlockService,
} from './commands/workspace.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

interface ServiceFlags extends JsonFlag {
  readonly enterpriseId?: string;
  readonly network?: string;
  readonly subnet?: string[];
  readonly mails?: string;
  readonly protect?: string;
}

/** `deskplane workspace …` and `deskplane quota …`: the service of a project, and what it may hold. */
export function addWorkspaceCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.workspace;
  const { json, yes } = messages.help;
  const workspace = program.command('workspace').description(help.workspace).helpCommand(false);
  workspace
    .command('show')
    .description(help.show)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, showService));
  workspace
    .command('open')
    .description(help.open)
    .option('--enterprise-id <id>', help.enterpriseId)
    .option('--network <id>', help.networkId)
    .option('--subnet <id...>', help.subnets)
    .option('--json', json)
    .action((options: ServiceFlags) => run(options, (session) => openService(session, options)));
  workspace
    .command('edit')
    .description(help.edit)
    .option('--enterprise-id <id>', help.enterpriseId)
    .option('--subnet <id...>', help.allSubnets)
    .option('--mails <switch>', help.mails)
    .option('--protect <switch>', help.protect)
    .option('--json', json)
    .action((options: ServiceFlags) => run(options, (session) => editService(session, options)));
  workspace
    .command('close')
    .description(help.close)
    .option('--yes', yes)
    .option('--json', json)
    .action((options: JsonFlag & { yes?: true }) =>
      run(options, (session) => closeService(session, options.yes === true)),
    );
  workspace
    .command('lock')
    .description(help.lock)
    .argument('<reason>', help.reason)
    .option('--json', json)
    .action((reason: string, options: JsonFlag) => run(options, (session) => lockService(session, reason)));
  workspace
    .command('unlock')
    .description(help.unlock)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, unlockService));

  const quota = program.command('quota').description(help.quota).helpCommand(false);
  quota
    .command('list')
    .description(help.listQuotas)
    .option('--of <project>', help.project)
    .option('--json', json)
    .action((options: JsonFlag & { of?: string }) =>
      run(options, (session) => listQuotas(session, options.of)),
    );
  quota
    .command('set')
    .description(help.setQuota)
    .argument('<type>', help.quotaType)
    .argument('<amount>', help.amount)
    .option('--of <project>', help.project)
    .option('--json', json)
    .action((type: string, amount: string, options: JsonFlag & { of?: string }) =>
      run(options, (session) => setQuota(session, type, amount, options.of)),
    );
}
