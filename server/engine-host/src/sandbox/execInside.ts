import { spawn } from 'node:child_process';
import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { plainEnvironment } from '../machine/run.js';

const maxComplaint = 4096;

/** What a program inside a desktop reads, and how much of what it writes is wanted. */
export interface InsideOptions {
  readonly input?: Uint8Array;
  /** Most bytes of its output; what is more is left out. */
  readonly maxOutput?: number;
}

/** A program inside a desktop failed: with its own words, in English. */
export class InsideFault extends HostFault {}

/**
 * Runs a program inside a running desktop, as its user, to its end. It is killed there after the time. Our side is let go soon after,
 * also when the desktop is frozen or its container is killed meanwhile, as runc may then never end.
 * @returns what it wrote
 * @throws {HostFault} `capacity` for a full disk, `timeout`, {@link InsideFault} with its words
 */
export function execInside(
  places: Places,
  short: string,
  command: readonly string[],
  { input, maxOutput = 1_048_576 }: InsideOptions = {},
): Promise<Buffer> {
  const limited = ['timeout', '-s', 'KILL', String(insideSeconds), ...command];
  const args = ['--root', places.runc, 'exec', '--env', 'LC_ALL=C', short, ...limited];
  return new Promise((resolve, reject) => {
    const child = spawn('runc', args, { cwd: '/', env: plainEnvironment, stdio: 'pipe' });
    const parts: Buffer[] = [];
    let length = 0;
    let complaint = '';
    let late = false;
    const kill = () => {
      child.kill('SIGKILL');
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    };
    const timer = setTimeout(
      () => {
        late = true;
        kill();
      },
      (insideSeconds + 2) * 1000,
    );
    // A program that ends without reading says why by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.stdout.on('data', (bytes: Buffer) => {
      parts.push(bytes.subarray(0, maxOutput - length));
      length += Math.min(bytes.length, maxOutput - length);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (complaint.length < maxComplaint) complaint += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new HostFault('internal', `runc could not be started: ${error.message}`, { cause: error }));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) return resolve(Buffer.concat(parts));
      reject(late || code === 137 ? lateFault(command) : faultOf(command, complaint, code));
    });
  });
}

const insideSeconds = 10;

function lateFault(command: readonly string[]): HostFault {
  return new HostFault('timeout', `${command[0]} inside the desktop did not end in time`);
}

function faultOf(command: readonly string[], complaint: string, code: number | null): HostFault {
  if (/No space left on device|quota exceeded/i.test(complaint))
    return new HostFault('capacity', "the desktop's disk is full");
  const why = complaint.trim().slice(0, 300) || `exit code ${code}`;
  return new InsideFault('internal', `${command[0]} inside the desktop: ${why}`);
}
