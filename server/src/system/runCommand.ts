import { spawn } from 'node:child_process';

/** A user and group of the operating system, by number. */
export interface OsIdentity {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  /** Exit code; -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Runs as another user, without supplementary groups; needs root. */
  readonly runAs?: OsIdentity | undefined;
  readonly cwd?: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** File descriptors for 3, 4, … of the command. */
  readonly descriptors?: readonly number[];
  /** After this many milliseconds the command is killed. Default 60 000. */
  readonly timeoutMs?: number;
}

/** The environment for programs of the system that need nothing of ours: no variable of the caller leaks in. */
const plainEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};

/**
 * Runs a program to its end, without a shell.
 * @throws {Error} when it cannot be started (with `code` ENOENT when it is not installed)
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, [...args], {
    stdio: ['pipe', 'pipe', 'pipe', ...(options.descriptors ?? [])],
    env: { ...plainEnvironment, ...options.environment },
    cwd: options.cwd ?? '/',
    timeout: options.timeoutMs ?? 60_000,
    killSignal: 'SIGKILL',
    ...(options.runAs && { uid: options.runAs.uid, gid: options.runAs.gid }),
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  // A program that ends without reading its input breaks the pipe; its exit code tells what there is to tell.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? -1));
  });
  return { code, ...output };
}

/** Like {@link runCommand}, but any other exit code than 0 is an error that carries the program's own words. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await runCommand(command, args, options);
  if (result.code === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-8).join('\n');
  throw new Error(`${command} failed (exit code ${result.code}): ${said}`);
}
