import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayWidth } from '@deskplane/verify/text/displayWidth.js';
import { type Command, CommanderError } from 'commander';
import { createProgram } from '../program.js';
import { deskplanePath, run } from '../testing/runDeskplane.js';
import { allCommands, argumentsOf, quietTerminal } from '../testing/wholeProgram.js';
import { commandAtFault } from './commandAtFault.js';
import { examples } from './examples.js';

/** Values of options whose range does not have ten. */
const inRange: Readonly<Record<string, string>> = { '--digits': '3', '--status': '503', '--rate': '0.5' };

describe('an option that takes one value', () => {
  it('given twice ends with 2 and is named, whichever command it is of', async () => {
    const tried: string[] = [];
    for (const language of ['en', 'zh'] as const) {
      const terminal = quietTerminal(language);
      for (const placed of allCommands(terminal).filter(({ words }) => words.length > 0)) {
        const single = placed.options.filter(
          ({ required, defaultValue }) => required && !Array.isArray(defaultValue),
        );
        for (const option of single) {
          // A value that every option of the kind takes.
          const usual = option.parseArg === undefined ? 'x' : '10';
          const value = option.argChoices?.[0] ?? inRange[option.long ?? ''] ?? usual;
          const twice = [option.long ?? '', value, option.long ?? '', value];
          const { command } = createProgram({ terminal, environment: {}, cwd: '/', version: '0' });
          const words = [...placed.words, ...argumentsOf(placed), ...twice];
          const refused = await command.parseAsync(words, { from: 'user' }).then(
            () => undefined,
            (error: unknown) => error,
          );
          assert.ok(refused instanceof CommanderError, words.join(' '));
          assert.equal(refused.exitCode, 2, words.join(' '));
          assert.equal(refused.message, terminal.messages.givenTwice(option.long ?? ''), words.join(' '));
          tried.push(option.long ?? '');
        }
      }
    }
    for (const option of ['--user', '--timeout', '--head', '--credentials', '--reason', '--as'])
      assert.ok(tried.includes(option), option);
  });

  it('has one name for one thing: keys from elsewhere, and the time to begin and to end with', () => {
    const names = new Set(
      allCommands(quietTerminal('en')).flatMap(({ options }) => options.map(({ long }) => long ?? '')),
    );
    for (const name of ['--keys', '--since', '--until']) assert.ok(names.has(name), name);
    for (const name of ['--jwks', '--to']) assert.ok(!names.has(name), name);
  });

  it('may be repeated where it makes a list', async () => {
    const words = ['desktop', 'create', '--tag', 'a=1', '--tag', 'b=2', '--disk', '10', '--disk', '20'];
    const terminal = quietTerminal('en');
    const { command } = createProgram({ terminal, environment: {}, cwd: '/', version: '0' });
    const refused = await command.parseAsync([...words, '--credentials', '/nowhere'], { from: 'user' }).then(
      () => undefined,
      (error: unknown) => error,
    );
    // Past the command line: what fails is the file.
    assert.ok(refused instanceof Error && /\/nowhere does not exist/.test(refused.message));
  });
});

describe('a command that deletes', () => {
  it('asks, and takes --yes, but for the profiles of the user', () => {
    const deleting = allCommands(quietTerminal('en')).filter(({ words }) =>
      /^delete\b/.test(words.at(-1) ?? ''),
    );
    assert.ok(deleting.length > 10, String(deleting.length));
    const without = deleting.filter(({ options }) => !options.some(({ long }) => long === '--yes'));
    assert.deepEqual(
      without.map(({ words }) => words.join(' ')),
      ['profile delete'],
    );
  });
});

describe('help', () => {
  it('fits 60 columns, of every command and in both languages', () => {
    for (const language of ['en', 'zh'] as const) {
      for (const { words, command } of allCommands(quietTerminal(language, 60))) {
        const said: string[] = [];
        command.configureOutput({ ...command.configureOutput(), writeOut: (text) => said.push(text) });
        command.outputHelp();
        const lines = said.join('').split('\n');
        assert.ok(lines.length > 3, words.join(' '));
        assert.deepEqual(
          lines.filter((line) => displayWidth(line) > 60),
          [],
          words.join(' '),
        );
      }
    }
  });
});

describe('the help of a command', () => {
  const helpOf = (command: Command): string => {
    const said: string[] = [];
    command.configureOutput({ ...command.configureOutput(), writeOut: (text) => said.push(text) });
    command.outputHelp();
    return said.join('');
  };

  it('has in its usage that there are options, and every argument', () => {
    for (const [language, options] of [
      ['en', '[options]'],
      ['zh', '[选项]'],
    ] as const)
      for (const { words, command } of allCommands(quietTerminal(language))) {
        const usage = helpOf(command).split('\n\n', 1)[0] ?? '';
        assert.ok(usage.includes(` ${options}`), usage);
        for (const argument of command.registeredArguments)
          assert.match(usage, new RegExp(`[<[]${argument.name()}`), words.join(' '));
      }
  });

  it('says of each option that is required that it is, and of no other, by one rule', () => {
    let seen = 0;
    for (const language of ['en', 'zh'] as const) {
      const terminal = quietTerminal(language, 10_000);
      const { required } = terminal.messages.help;
      for (const { words, command } of allCommands(terminal)) {
        const helper = command.createHelp();
        for (const option of command.options) {
          const told = helper.optionDescription(option).endsWith(required);
          assert.equal(told, option.mandatory, `${words.join(' ')}: ${option.flags}`);
          assert.ok(!option.description.endsWith(required), `${words.join(' ')}: ${option.flags}`);
          if (told) seen += 1;
        }
      }
    }
    assert.ok(seen >= 30, String(seen));
  });

  it('has every value that an option or argument takes one of', () => {
    let seen = 0;
    for (const language of ['en', 'zh'] as const) {
      const terminal = quietTerminal(language, 10_000);
      const { oneOf } = terminal.messages.help;
      for (const { words, command } of allCommands(terminal))
        for (const { argChoices } of [...command.options, ...command.registeredArguments]) {
          if (argChoices === undefined) continue;
          const help = helpOf(command).replaceAll(/\s+/g, '');
          const told = oneOf(argChoices).replaceAll(/\s+/g, '');
          assert.ok(help.includes(told), `${words.join(' ')}: ${argChoices.join()}`);
          assert.ok(!help.includes('choices:'), words.join(' '));
          seen += 1;
        }
    }
    assert.ok(seen >= 20, String(seen));
  });
});

describe('an example', () => {
  it('stands in the help of every command, and is one that the command takes', () => {
    for (const language of ['en', 'zh'] as const) {
      const terminal = quietTerminal(language);
      const { command: program } = createProgram({ terminal, environment: {}, cwd: '/', version: '0' });
      const walk = (command: Command, words: readonly string[]): void => {
        const said: string[] = [];
        command.configureOutput({ ...command.configureOutput(), writeOut: (text) => said.push(text) });
        command.outputHelp();
        const title = terminal.messages.help.exampleTitle;
        assert.match(said.join(''), new RegExp(`^${title}\\n {2}\\./deskplane `, 'm'), words.join(' '));
        const typed = (examples[words.join(' ')] ?? '').split(' < ')[0]?.split(' > ')[0]?.split(' ') ?? [];
        assert.deepEqual(typed.slice(0, words.length), words);
        // Each option of it is one of the command's own.
        const meant = commandAtFault(program, typed).reduce<Command | undefined>(
          (at, verb) => at?.commands.find((each) => each.name() === verb),
          program,
        );
        for (const option of typed.filter((word) => /^--./.test(word)))
          assert.ok(
            meant?.options.some(({ long }) => long === option),
            `${words.join(' ')}: ${option}`,
          );
        for (const below of command.commands) walk(below, [...words, below.name()]);
      };
      walk(program, []);
    }
  });
});

describe('a usage error', () => {
  it('points to the help of the command at fault, and guesses what was meant, in either language', async () => {
    for (const [words, verbs, guess] of [
      [['desktop', 'list', '--jsno'], ' desktop list', '--json'],
      [['--credentials', 'desktop', 'desktop', 'lits'], ' desktop', 'list'],
      [['statsu'], '', 'status'],
      [['receipt', 'get', '--head', 'x'], ' receipt get', undefined],
      [['deletion', 'release', 'list', 'item'], ' deletion release', undefined],
    ] as const)
      for (const [LANG, help, meant] of [
        ['C.UTF-8', /^See: (\S*deskplane.*) --help$/m, /^\(Did you mean (.*)\?\)$/m],
        ['zh_CN.UTF-8', /^查看帮助：(\S*deskplane.*) --help$/m, /^（您是不是想输入 (.*)？）$/m],
      ] as const) {
        const environment = { LANG };
        const { code, stderr } = await run(process.execPath, [deskplanePath, ...words], { environment });
        assert.equal(code, 2, stderr);
        assert.equal(help.exec(stderr)?.[1]?.replace(/^\S*deskplane/, ''), verbs, stderr);
        assert.equal(meant.exec(stderr)?.[1], guess, stderr);
      }
  });
});

describe('an error of a command with --json', () => {
  const tell = async (...words: string[]) => {
    const result = await run(process.execPath, [deskplanePath, ...words]);
    assert.equal(result.stderr, '', words.join(' '));
    assert.equal(result.stdout.split('\n').length, 2, 'one line');
    return { code: result.code, error: JSON.parse(result.stdout).error };
  };

  it('is one line of JSON on standard output with the exit code and its name, usage errors too', async () => {
    const usage = [
      ['frob', '--json'],
      ['desktop', 'list', '--frob', '--json'],
      ['desktop', 'delete', '--json'],
      ['desktop', 'create', '--json', '--count', 'many'],
      ['desktop', 'create', '--json', '--user', 'a', '--user', 'b'],
      ['desktop', '--json'],
    ];
    for (const words of usage) {
      const { code, error } = await tell(...words);
      assert.deepEqual([code, error.kind, error.exit_code], [2, 'usage', 2], words.join(' '));
      assert.ok(error.message.length > 5);
    }
    const { code, error } = await tell('desktop', 'list', '--json', '--credentials', '/nowhere');
    assert.deepEqual([code, error.kind, error.exit_code], [4, 'unreachable', 4]);
  });

  it('is known to every command but those that run the service and the one that writes a script', () => {
    const without = allCommands(quietTerminal('en')).filter(
      ({ options }) => !options.some(({ long }) => long === '--json'),
    );
    assert.deepEqual(
      without.map(({ words }) => words.join(' ')),
      ['', 'serve', 'run', 'completion'],
    );
  });

  it('is such a line for every command that knows --json', async () => {
    for (const placed of allCommands(quietTerminal('en'))) {
      if (!placed.options.some(({ long }) => long === '--json')) continue;
      // It asks no service: whether it fails is up to this machine.
      if (['machine', 'logout', 'profile', 'backup', 'restore'].includes(placed.words[0] ?? '')) continue;
      const demanded = placed.command.options
        .filter(({ mandatory }) => mandatory)
        .flatMap(({ long }) => [long ?? '', '10d']);
      const words = [...placed.words, ...argumentsOf(placed), ...demanded, '--json'];
      const { error } = await tell(...words, '--credentials', '/nowhere');
      assert.ok(
        ['usage', 'unreachable'].includes(error.kind),
        `${words.join(' ')}: ${JSON.stringify(error)}`,
      );
    }
  });
});
