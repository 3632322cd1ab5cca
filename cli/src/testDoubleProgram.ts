import { engineErrorReasons, itemKinds } from '@deskplane/server/engines/contract.js';
import { engineCallNames } from '@deskplane/server/engines/simulated/engineFaults.js';
import { faultEffects } from '@deskplane/server/testDouble/fault.js';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { clearCalls, showCalls } from './commands/calls.js';
import { moveClock, resetClock, showClock } from './commands/clock.js';
import { addFault, clearFaults, type FaultFlags, showFaults } from './commands/faults.js';
import { resetTestDouble } from './commands/resetTestDouble.js';
import type { Messages } from './messages/en.js';
import { parseNumber } from './optionValues.js';
import type { RunCommand } from './session.js';

const maxListed = 2000;

/** `deskplane fault …`, `deskplane call …`, `deskplane fixture …`, `deskplane clock …` and `deskplane reset`: what tests say to a test double. */
export function addTestDoubleCommands(program: Command, messages: Messages, run: RunCommand): void {
  addFaultCommands(program, messages, run);
  addCallCommands(program, messages, run);
  addFixtureCommands(program, messages, run);
  addClockCommands(program, messages, run);
  addResetCommand(program, messages, run);
}

function addFaultCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.testDouble;
  const number = (min: number, max: number) => (text: string) => parseNumber(text, [min, max], messages);
  const fault = program.command('fault').description(help.fault).helpCommand(false);
  fault
    .command('add')
    .description(help.add)
    .addArgument(new Argument('<effect>', help.effect).choices(faultEffects.map(toWord)))
    .option('--operation <operation>', help.operation)
    .addOption(new Option('--engine <call>', help.engine).choices(engineCallNames.map(toWord)))
    .addOption(new Option('--kind <kind>', help.kind).choices([...itemKinds]))
    .option('--desktop <desktop>', help.desktop)
    .option('--item <item>', help.item)
    .option('--status <number>', help.status, number(400, 599))
    .option('--code <code>', help.code)
    .addOption(new Option('--reason <reason>', help.reason).choices([...engineErrorReasons]))
    .option('--delay <milliseconds>', help.delay, number(1, 60_000))
    .option('--times <number>', help.times, number(1, 1_000_000))
    .option('--rate <share>', help.rate, (text) => parseShare(text, messages))
    .option('--seed <number>', help.seed, number(0, 999_999_999))
    .option('--json', messages.help.json)
    .action((effect: string, options: FaultFlags & { json?: true }) =>
      run(options, (session) => addFault(session, toField(effect), options)),
    );
  fault
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, showFaults));
  fault
    .command('clear')
    .description(help.clear)
    .argument('[faults...]', help.faults)
    .option('--json', messages.help.json)
    .action((faults: readonly string[], options: { json?: true }) =>
      run(options, (session) => clearFaults(session, faults)),
    );
}

function addCallCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.testDouble;
  const call = program.command('call').description(help.call).helpCommand(false);
  call
    .command('list')
    .description(help.calls)
    .option('--operation <operation>', help.ofOperation)
    .option('--method <method>', help.ofMethod)
    .option('--path <text>', help.ofPath)
    .option('--status <number>', help.ofStatus, (text) => parseNumber(text, [100, 599], messages))
    .option('--user <user>', help.ofUser)
    .option('--limit <number>', help.limit, (text) => parseNumber(text, [1, maxListed], messages), 100)
    .option('--json', messages.help.json)
    .action((options: CallFlags) => {
      const { json, ...filter } = options;
      return run({ json }, (session) => showCalls(session, filter));
    });
  call
    .command('clear')
    .description(help.clearCalls)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, clearCalls));
}

function addFixtureCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.testDouble;
  const fixture = program.command('fixture').description(help.fixture).helpCommand(false);
  fixture
    .command('load')
    .description(help.load)
    .argument('<file>', help.file)
    .option('--json', messages.help.json)
    .action((file: string, options: { json?: true }) =>
      run(options, async (session) => {
        // It reads YAML, which no other command needs.
        const { loadFixtures } = await import('./commands/loadFixtures.js');
        await loadFixtures(session, file);
      }),
    );
}

/** As the parser refuses an option that there is not. */
function refuseOption(command: Command, text: string): string {
  if (/^-\D/.test(text))
    command.error(`error: unknown option '${text}'`, { code: 'commander.unknownOption' });
  return text;
}

function addClockCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.testDouble;
  const clock = program.command('clock').description(help.clock).helpCommand(false);
  clock
    .command('show')
    .description(help.showClock)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, showClock));
  const move = clock.command('move');
  move
    .description(help.moveClock)
    .addArgument(new Argument('<way>', help.way).argParser((text) => refuseOption(move, text)))
    // A span with a minus is no option.
    .allowUnknownOption()
    .option('--json', messages.help.json)
    .action((way: string, options: { json?: true }) => run(options, (session) => moveClock(session, way)));
  clock
    .command('reset')
    .description(help.resetClock)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, resetClock));
}

function addResetCommand(program: Command, messages: Messages, run: RunCommand): void {
  program
    .command('reset')
    .description(messages.testDouble.help.reset)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((options: { json?: true; yes?: true }) =>
      run(options, (session) => resetTestDouble(session, options.yes === true)),
    );
}

interface CallFlags {
  readonly json?: true;
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly user?: string;
  readonly limit: number;
}

/** Words of the command line have dashes where fields have lines. */
function toWord(field: string): string {
  return field.replaceAll('_', '-');
}

function toField(word: string): string {
  return word.replaceAll('-', '_');
}

function parseShare(text: string, messages: Messages): number {
  const share = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(share >= 0 && share <= 1)) throw new InvalidArgumentError(messages.testDouble.badShare(text));
  return share;
}
