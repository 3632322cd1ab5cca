import { exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

/** What is said around a question that only "yes" answers. */
export interface Confirmation {
  readonly warning: string;
  readonly question: string;
  /** Nobody can be asked, and nobody agreed beforehand. */
  readonly needsYes: string;
  readonly declined: string;
}

/**
 * Says what a command means and asks, unless that was agreed to beforehand.
 * @param yes agreed to beforehand (`--yes`)
 * @throws {Failure} `usage` where nobody can be asked, `failed` for any answer but yes
 */
export async function confirm(terminal: Terminal, words: Confirmation, yes: boolean): Promise<void> {
  if (yes) return;
  if (!terminal.interactive) throw new Failure(exitCodes.usage, words.needsYes);
  terminal.note(words.warning);
  if ((await terminal.ask(words.question)).trim() !== 'yes')
    throw new Failure(exitCodes.failed, words.declined);
}
