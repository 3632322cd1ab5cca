import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** The words around a question that only `yes` answers. */
export interface Asking {
  readonly needsYes: string;
  readonly question: string;
  readonly declined: string;
}

/**
 * How people agree to what cannot be undone: with `--yes`, or by an answer at the terminal once they have seen the plan.
 * @returns what shows a plan, and comes back when it was agreed to
 * @throws {Failure} `usage` at once, where there is nobody to ask; later, when the answer is not `yes`
 */
export function prepareAgreement(
  { terminal, json }: Session,
  options: { readonly yes: boolean },
  words: Asking,
): (forecast: string) => Promise<void> {
  const mayAsk = terminal.interactive && !options.yes;
  if (!mayAsk && !options.yes) throw new Failure(exitCodes.usage, words.needsYes);
  return async (forecast) => {
    if (json) terminal.note(`${forecast}\n`);
    else terminal.say(`${forecast}\n`);
    if (mayAsk && (await terminal.ask(words.question)).trim() !== 'yes')
      throw new Failure(exitCodes.failed, words.declined);
  };
}
