import type { Command } from 'commander';
import { logIn, logOut } from './commands/login.js';
import { deleteProfiles, listProfiles, showProfile, useProfile } from './commands/profiles.js';
import { openProfileStore, type ProfileStore } from './profiles/profileStore.js';
import type { ProgramParts } from './session.js';

/** `deskplane login`, `logout` and `profile …`. They need no credentials. */
export function addLoginCommands(program: Command, parts: ProgramParts): void {
  const { terminal, environment } = parts;
  const { messages } = terminal;
  const { help } = messages.login;
  const named = (): string | undefined => program.opts<{ profile?: string }>().profile;
  program
    .command('login')
    .description(help.login)
    .option('--url <address>', help.url)
    .option('--account <name>', help.account)
    .option('--user <name>', help.user)
    .option('--project <project>', help.project)
    .option('--ca <file>', help.ca)
    .option('--stdin', help.stdin)
    .option('--insecure', help.insecure)
    .option('--json', messages.help.json)
    .action((options: LoginFlags) => logIn(parts, { ...options, profile: named() }));
  program
    .command('logout')
    .description(help.logout)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => logOut(parts, named(), options.json === true));
  addProfileCommands(program, parts, () => openProfileStore(environment, messages));
}

interface LoginFlags {
  readonly url?: string;
  readonly account?: string;
  readonly user?: string;
  readonly project?: string;
  readonly ca?: string;
  readonly stdin?: true;
  readonly insecure?: true;
  readonly json?: true;
}

function addProfileCommands(program: Command, { terminal }: ProgramParts, open: () => ProfileStore): void {
  const { messages } = terminal;
  const { help } = messages.login;
  const profile = program.command('profile').description(help.group).helpCommand(false);
  profile
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => listProfiles(terminal, open(), options.json === true));
  profile
    .command('use')
    .description(help.use)
    .argument('<profile>', help.name)
    .option('--json', messages.help.json)
    .action((name: string, options: { json?: true }) =>
      useProfile(terminal, open(), name, options.json === true),
    );
  profile
    .command('show')
    .description(help.show)
    .argument('[profile]', help.name)
    .option('--json', messages.help.json)
    .action((name: string | undefined, options: { json?: true }) =>
      showProfile(terminal, open(), name, options.json === true),
    );
  profile
    .command('delete')
    .description(help.delete)
    .argument('<profiles...>', help.names)
    .option('--json', messages.help.json)
    .action((names: readonly string[], options: { json?: true }) =>
      deleteProfiles(terminal, open(), names, options.json === true),
    );
}
