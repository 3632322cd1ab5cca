import { spawn } from 'node:child_process';
import { HostFault } from './fault.js';

const maxOutput = 8_388_608;

/** The only environment that programs started by the engine host see. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
};

export interface RunOptions {
  /** After so many milliseconds it is killed; 20 000 when left out. */
  readonly timeoutMs?: number;
  /** The directory in which it runs. */
  readonly cwd?: string;
  /** What the program reads on its standard input: the place for secrets, which a command line would show to all. */
  readonly input?: Uint8Array | string;
  /** Exit codes that are no failure; 0 when left out. */
  readonly good?: readonly number[];
  /** Kills it once nobody needs what it does any more. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program with an argument array (never a shell) to its end.
 * @returns what it wrote to standard output, the first 8 MiB
 * @throws {HostFault} `internal` with its standard error when it fails, `timeout` when it was killed, `conflict` when nobody needs it any more
 */
export function run(
  program: string,
  args: readonly string[],
  { timeoutMs = 20_000, cwd, input, good = [0], signal: needless }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: plainEnvironment, stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that ends without reading says why by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    let output = '';
    let complaint = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const kill = () => child.kill('SIGKILL');
    needless?.addEventListener('abort', kill);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < maxOutput) output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (complaint.length < maxOutput) complaint += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(
        new HostFault('internal', `${program} could not be started: ${error.message}`, { cause: error }),
      );
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      needless?.removeEventListener('abort', kill);
      if (code !== null && good.includes(code)) resolve(output);
      else if (needless?.aborted === true)
        reject(new HostFault('conflict', `${program} ${args[0] ?? ''} was ended: what it is for goes`));
      else if (late)
        reject(new HostFault('timeout', `${program} ${args[0] ?? ''} took over ${timeoutMs} ms`));
      else {
        const why = complaint.trim().slice(0, 500) || (signal ?? `exit code ${code}`);
        reject(new HostFault('internal', `${program} ${args.slice(0, 4).join(' ')}: ${why}`));
      }
    });
  });
}
