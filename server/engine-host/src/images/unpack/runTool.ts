import { spawn } from 'node:child_process';
import { Refusal } from './refusal.js';

/**
 * Runs a program on an archive to its end.
 * @throws {Refusal} with its last words; what it does not take, we do not
 */
export function runTool(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4096);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Refusal(
            'archive-content',
            `${program} does not take it: ${lastWords(words) || (signal ?? `exit code ${code}`)}`,
          ),
        );
    });
  });
}

/** The message of the last line, without the dress of a log. */
function lastWords(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return (/msg="(.*)"$/.exec(line)?.[1] ?? line).slice(-600);
}
