import { Argument, Command } from 'commander';
import { addAdminCommands } from './adminProgram.js';
import { connectApi } from './api/connectApi.js';
import { findCredentials } from './api/findCredentials.js';
import { addAuditCommands } from './auditProgram.js';
import { addExamples } from './commandLine/examples.js';
import { describeExitCodes, speak } from './commandLine/help.js';
import { inOwnOptions } from './commandLine/inOwnOptions.js';
import { refuseRepeats } from './commandLine/refuseRepeats.js';
import { showEnvironment } from './commands/env.js';
import { reportUser } from './commands/reportUser.js';
import { showStatus } from './commands/status.js';
import { type Shell, shells, writeCompletion } from './completion/writeCompletion.js';
import { addDeletionCommands } from './deletionProgram.js';
import { addDesktopCommands } from './desktopProgram.js';
import { addEnterpriseProjectCommands } from './enterpriseProjectProgram.js';
import { exitCodes, Failure } from './failure.js';
import { addGroupCommands } from './groupProgram.js';
import { addImageCommands } from './imageProgram.js';
import { addLoginCommands } from './loginProgram.js';
import { addMailCommands } from './mailProgram.js';
import { addMaintenanceCommands } from './maintenanceProgram.js';
import { addNamePolicyCommands } from './namePolicyProgram.js';
import { addNetworkCommands } from './networkProgram.js';
import { addPermissionCommands } from './permissionProgram.js';
import { addProductCommands } from './productProgram.js';
import { addReceiptCommands } from './receiptProgram.js';
import { addRunCommand } from './runProgram.js';
import { addSecondFactorCommands } from './secondFactorProgram.js';
import { addSecurityGroupCommands } from './securityGroupProgram.js';
import type { ProgramParts, RunCommand, Session } from './session.js';
import { addSnapshotCommands } from './snapshotProgram.js';
import { addTaskCommands } from './taskProgram.js';
import type { Terminal } from './terminal.js';
import { addTestDoubleCommands } from './testDoubleProgram.js';
import { addUserCommands } from './userProgram.js';
import { addWorkspaceCommands } from './workspaceProgram.js';

export interface Program {
  readonly command: Command;
  /** What the command that was run ends with. */
  exitCode(): number;
}

/** The command line: every command with its options, in the user's language. */
export function createProgram(parts: ProgramParts): Program {
  const { terminal } = parts;
  const { help } = terminal.messages;
  let exitCode: number = exitCodes.done;
  const command = new Command('deskplane');
  speak(command, terminal);
  command
    .description(help.description)
    .version(parts.version, '-V, --version', help.version)
    .option('--credentials <file>', help.credentials)
    .option('--profile <name>', terminal.messages.login.help.profile)
    .addHelpText('after', () => describeExitCodes(terminal));
  const said = inOwnOptions(command, terminal.language);
  const run: RunCommand = async (options, work) => {
    const session = await openSession(parts, command.opts<NamedCredentials>(), options.json === true);
    exitCode = (await work(session).catch(said)) ?? exitCodes.done;
  };
  command
    .command('serve')
    .description(help.serve)
    .action(async () => {
      const { serve } = await import('@deskplane/server/supervisor/serve.js');
      exitCode = await serve({ environment: parts.environment });
    });
  command
    .command('status')
    .description(help.status)
    .option('--json', help.json)
    .action((options: { json?: true }) => runStatus(options, run));
  command
    .command('env')
    .description(help.env)
    .option('--terraform', help.envTerraform)
    .option('--json', help.json)
    .action((options: { json?: true; terraform?: true }) =>
      run(options, async (session) => showEnvironment(session, { terraform: options.terraform === true })),
    );
  addRunCommand(command, parts, (code) => {
    exitCode = code;
  });
  addLoginCommands(command, parts);
  addDesktopCommands(command, terminal.messages, run);
  addDeletionCommands(command, terminal.messages, run);
  addImageCommands(command, terminal.messages, run);
  addMailCommands(command, terminal.messages, run);
  addNetworkCommands(command, terminal.messages, run);
  addSecurityGroupCommands(command, terminal.messages, run);
  addUserCommands(command, terminal.messages, run);
  addGroupCommands(command, terminal.messages, run);
  addSnapshotCommands(command, terminal.messages, run);
  addTaskCommands(command, terminal.messages, run);
  addNamePolicyCommands(command, terminal.messages, run);
  addWorkspaceCommands(command, terminal.messages, run);
  addProductCommands(command, terminal.messages, run);
  addEnterpriseProjectCommands(command, terminal.messages, run);
  addSecondFactorCommands(command, terminal.messages, run);
  addPermissionCommands(command, terminal.messages, run);
  addReceiptCommands(command, terminal, run, (code) => {
    exitCode = code;
  });
  addAuditCommands(command, terminal, run, (code) => {
    exitCode = code;
  });
  addMaintenanceCommands(command, parts, run, (code) => {
    exitCode = code;
  });
  addAdminCommands(command, parts, run, (code) => {
    exitCode = code;
  });
  addReport(command, terminal, run);
  addTestDoubleCommands(command, terminal.messages, run);
  addCompletion(command, terminal);
  addExamples(command, terminal);
  refuseRepeats(command, terminal);
  return { command, exitCode: () => exitCode };
}

function addReport(command: Command, { messages }: Terminal, run: RunCommand): void {
  const { help } = messages.report;
  command
    .command('report')
    .description(help.report)
    .argument('<user>', help.user)
    .option('--output <file>', help.output)
    .option('--json', messages.help.json)
    .action((user: string, { output, ...options }: { output?: string; json?: true }) =>
      run(options, (session) => reportUser(session, user, { output })),
    );
}

function addCompletion(command: Command, terminal: Terminal): void {
  const { help } = terminal.messages;
  command
    .command('completion')
    .description(help.completion)
    .addArgument(new Argument('<shell>', help.shell).choices(shells))
    .action((shell: Shell) => terminal.print(writeCompletion(command, shell)));
}

async function runStatus(options: { json?: true }, run: RunCommand): Promise<void> {
  try {
    await run(options, showStatus);
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== exitCodes.unreachable) throw error;
    throw new Failure(error.exitCode, error.message, error.facts, { running: false });
  }
}

interface NamedCredentials {
  readonly credentials?: string;
  readonly profile?: string;
}

async function openSession(parts: ProgramParts, named: NamedCredentials, json: boolean): Promise<Session> {
  const { terminal, environment, cwd } = parts;
  const { messages, language } = terminal;
  const { credentials: file, profile } = named;
  const credentials = await findCredentials({ named: file, profile, environment, cwd, messages });
  const now = (): Date => new Date();
  const onSlow = (seconds: number): void => terminal.progress(messages.wait.slow(seconds));
  const api = connectApi({ credentials, language, messages, now, onSlow });
  return { terminal, credentials, api, json, now };
}
