import type { Command } from 'commander';
import type { Messages } from './messages/en.js';
import { parseNumber } from './optionValues.js';

/** What whoever may wait for a command says. */
export interface WaitOptions {
  readonly json?: true;
  readonly wait?: true;
  /** Seconds. */
  readonly timeout: number;
}

/** `--wait`, `--timeout` and `--json`. */
export function addWaiting(command: Command, messages: Messages): Command {
  const { help } = messages.desktop;
  return command
    .option('--wait', help.wait)
    .option('--timeout <seconds>', help.timeout, (text) => parseNumber(text, [1, 86_400], messages), 600)
    .option('--json', messages.help.json);
}

/** Whether to wait, and how long. */
export function waiting(options: WaitOptions): { readonly wait: boolean; readonly timeoutMs: number } {
  return { wait: options.wait === true, timeoutMs: options.timeout * 1000 };
}
