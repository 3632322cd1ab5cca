import type { Language } from '@deskplane/verify/text/language.js';
import { Refusal } from './sendRequest.js';

/** A field of a body, and what was typed for it: an option, an argument as `<name>`, or a word in either language. */
export type OptionOfField = readonly [field: RegExp, typed: string | Readonly<Record<Language, string>>];

/**
 * For the failure of a call: says what is wrong with what was typed where the service names fields, which it still does in its details,
 * behind its sentence. Whatever else went wrong stays as it is.
 */
export function inOptions(options: readonly OptionOfField[], language: Language): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Refusal) || error.status !== 400) throw error;
    const { message } = error;
    const end = Math.max(message.lastIndexOf(' ('), message.lastIndexOf('（'));
    const sentence = end < 0 ? message : message.slice(0, end);
    const said = options.reduce((text, [field, typed]) => {
      const word = typeof typed === 'string' ? typed : typed[language];
      // As text: a name may hold what a replacement would read as a pattern.
      return text.replaceAll(new RegExp(field, 'g'), () => word);
    }, sentence);
    if (said === sentence) throw error;
    throw new Refusal(error.status, said + message.slice(sentence.length), error.facts, error.retryAfter);
  };
}
