import { wrapText } from '../text/wrapText.js';

/** Where a command writes. */
export interface Output {
  /** The result, for a user: standard output, in lines that fit. */
  readonly say: (text: string) => void;
  /** The result, for a program or a file: standard output, unchanged. */
  readonly print: (text: string) => void;
  /** Anything else: standard error, in lines that fit. */
  readonly note: (text: string) => void;
  /** The width of standard output; infinite when it is not a terminal. */
  readonly columns: number;
  /** Comes back once all of the result is written; where it cannot be, the process ends before that. */
  readonly written: () => Promise<void>;
}

export interface OutputEnds {
  /** The reader has seen enough (head, less). */
  readonly onClosed: () => void;
  /** The exit code where something cannot be written, for instance to a full disk. */
  readonly unwritten: number;
  /** What is said of a result that cannot be written. */
  readonly describeLoss: (error: Error) => string;
}

/** The standard output and error of this process. */
export function openOutput({ onClosed, unwritten, describeLoss }: OutputEnds): Output {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        onClosed();
        return;
      }
      if (stream === stdout) stderr.write(`${describeLoss(error)}\n`);
      process.exit(unwritten);
    });
  }
  const print = (text: string): void => void stdout.write(`${text}\n`);
  return {
    say: (text) => print(fitted(text, widthOf(stdout))),
    print,
    note: (text) => void stderr.write(`${fitted(text, widthOf(stderr))}\n`),
    columns: widthOf(stdout),
    // An error is told after the write that it is of has come back.
    written: () => new Promise((resolve) => stdout.write('', () => setImmediate(resolve))),
  };
}

function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}

function fitted(text: string, width: number): string {
  return wrapText(text, width).join('\n');
}
