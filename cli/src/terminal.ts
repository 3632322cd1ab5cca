import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { currentDirectory } from '@deskplane/server/system/currentDirectory.js';
import { type OwnCommands, ownCommands } from '@deskplane/server/system/ownCommand.js';
import { type Output, openOutput } from '@deskplane/verify/command/output.js';
import { cutToWidth } from '@deskplane/verify/text/displayWidth.js';
import { type Language, languageOf } from '@deskplane/verify/text/language.js';
import { describeFileFault } from '@deskplane/verify/words/fileWords.js';
import { exitCodes } from './failure.js';
import { inEnglish, type Messages } from './messages/en.js';
import { inChinese } from './messages/zh.js';

/** The user, or the program, on the other side. */
export interface Terminal extends Output {
  readonly language: Language;
  readonly messages: Messages;
  /** How far things are. On a terminal one line that changes; elsewhere a line now and then. */
  progress(text: string): void;
  /** Takes the line of progress away. */
  endProgress(): void;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  ask(question: string): Promise<string>;
  /** As {@link ask}; what is typed is not shown. */
  askSecretly(question: string): Promise<string>;
  /** Whether a browser that is started here is seen by whoever calls. */
  readonly isGraphical: boolean;
}

/** The clone, seen from the compiled file. */
const cloneDir = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** Where progress cannot be rewritten, it is repeated at most every so many milliseconds. */
const quietMs = 5000;
const eraseLine = '\r\u001b[2K';

/** The terminal that this process was started from. */
export function openTerminal(environment: NodeJS.Dict<string>): Terminal {
  const { stderr } = process;
  const language = languageOf(environment);
  const messages = (language === 'zh' ? inChinese : inEnglish)(commandsOf(environment));
  const output = openOutput({
    onClosed: () => process.exit(exitCodes.done),
    unwritten: exitCodes.failed,
    describeLoss: (error) =>
      messages.problem(messages.outputLost(describeFileFault(error, messages.verdicts.files))),
  });
  const live = stderr.isTTY && environment['TERM'] !== 'dumb';
  let shown = '';
  let shownAt = 0;
  const endProgress = (): void => {
    if (!live || shown === '') return;
    stderr.write(eraseLine);
    shown = '';
  };
  const sayProgress = (text: string): void => {
    if (text === shown) return;
    if (live) stderr.write(eraseLine + cutToWidth(text, (stderr.columns || 80) - 1));
    else {
      const now = performance.now();
      if (shown !== '' && now - shownAt < quietMs) return;
      shownAt = now;
      stderr.write(`${text}\n`);
    }
    shown = text;
  };
  const afterProgress = (write: (text: string) => void) => (text: string) => {
    endProgress();
    write(text);
  };
  return {
    language,
    messages,
    say: afterProgress(output.say),
    print: afterProgress(output.print),
    note: afterProgress(output.note),
    progress: sayProgress,
    endProgress,
    columns: output.columns,
    written: output.written,
    isGraphical: process.stdout.isTTY && hasScreen(environment),
    interactive: isatty(0),
    ask: async (question) => (await askAt(stderr, question)).trim(),
    askSecretly: (question) => {
      // The line editor takes over the terminal's own echo, before anybody is asked, and writes to nobody.
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
      const answer = askAt(silent, '', process.stdin.isTTY).finally(() => stderr.write('\n'));
      stderr.write(question);
      return answer;
    },
  };
}

/**
 * @param edits whether the line is edited at the terminal; undefined: if the output is one
 * @returns the answer as it was typed; empty without one
 */
async function askAt(output: Writable, question: string, edits?: boolean): Promise<string> {
  const lines = createInterface({
    input: process.stdin,
    output,
    ...(edits === undefined ? {} : { terminal: edits }),
  });
  try {
    // Ctrl-D and Ctrl-C end the input without an answer, and without a line's end, which no answer can hold.
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('\n')));
    const answer = await Promise.race([lines.question(question).catch(() => '\n'), ended]);
    if (answer !== '\n') return answer;
    output.write('\n');
    return '';
  } finally {
    lines.close();
  }
}

/** What works from where the command was typed. */
function commandsOf(environment: NodeJS.Dict<string>): OwnCommands {
  return ownCommands({ cloneDir, cwd: currentDirectory(environment), searchPath: environment['PATH'] });
}

function hasScreen(environment: NodeJS.Dict<string>): boolean {
  const { DISPLAY: x = '', WAYLAND_DISPLAY: wayland = '' } = environment;
  return process.platform === 'darwin' || x !== '' || wayland !== '';
}
