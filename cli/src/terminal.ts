import { createInterface } from 'node:readline/promises';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { type OwnCommands, ownCommands } from '@deskplane/server/system/ownCommand.js';
import { cutToWidth } from '@deskplane/verify/text/displayWidth.js';
import { type Language, languageOf } from '@deskplane/verify/text/language.js';
import { wrapText } from '@deskplane/verify/text/wrapText.js';
import { inEnglish, type Messages } from './messages/en.js';
import { inChinese } from './messages/zh.js';

/** The person, or the program, on the other side. */
export interface Terminal {
  readonly language: Language;
  readonly messages: Messages;
  /** The result, for a person: standard output, in lines that fit. */
  say(text: string): void;
  /** The result, for a program or a file: standard output, as it is. */
  print(text: string): void;
  /** What is said about it: standard error. */
  note(text: string): void;
  /** How far things are. On a terminal one line that changes; elsewhere a line now and then. */
  progress(text: string): void;
  /** Takes the line of progress away. */
  endProgress(): void;
  /** How wide the standard output is; without end where it is no terminal. */
  readonly columns: number;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  ask(question: string): Promise<string>;
}

/** The clone, seen from the compiled file. */
const cloneDir = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** Where progress cannot be rewritten, it is repeated at most every so many milliseconds. */
const quietMs = 5000;
const eraseLine = '\r\u001b[2K';

/** The terminal that this process was started from. */
export function openTerminal(environment: NodeJS.Dict<string>): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader that has seen enough (head, less) is no error.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  const language = languageOf(environment);
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
  const print = (text: string): void => {
    endProgress();
    stdout.write(`${text}\n`);
  };
  return {
    language,
    messages: (language === 'zh' ? inChinese : inEnglish)(commandsOf(environment)),
    say: (text) => print(fitted(text, widthOf(stdout))),
    print,
    note: (text) => {
      endProgress();
      stderr.write(`${fitted(text, widthOf(stderr))}\n`);
    },
    progress: sayProgress,
    endProgress,
    columns: widthOf(stdout),
    interactive: isatty(0),
    ask: async (question) => {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        // Ctrl-D and Ctrl-C end the input without an answer, and without a line's end, which no answer can hold.
        const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('\n')));
        const answer = await Promise.race([lines.question(question).catch(() => '\n'), ended]);
        if (answer === '\n') stderr.write('\n');
        return answer.trim();
      } finally {
        lines.close();
      }
    },
  };
}

/** How many columns there are; without end where it is no terminal. */
function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}

function fitted(text: string, width: number): string {
  return wrapText(text, width).join('\n');
}

/** What works from where the command was typed. */
function commandsOf(environment: NodeJS.Dict<string>): OwnCommands {
  return ownCommands({ cloneDir, cwd: process.cwd(), searchPath: environment['PATH'] });
}
