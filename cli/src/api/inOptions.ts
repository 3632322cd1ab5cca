import { Refusal } from './sendRequest.js';

/** A field of a body, and what was typed for it. */
export type OptionOfField = readonly [field: RegExp, typed: string];

/**
 * For the failure of a call: says what is wrong with what was typed where the service names a field, which it still does in its
 * details. Whatever else went wrong stays as it is.
 */
export function inOptions(options: readonly OptionOfField[]): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Refusal) || error.facts['error_code'] !== 'WKS.0001') throw error;
    const named = options.find(([field]) => field.test(error.message));
    if (named === undefined) throw error;
    const [field, typed] = named;
    // As text: a name may hold what a replacement would read as a pattern.
    const message = error.message.replace(field, () => typed);
    throw new Refusal(error.status, message, error.facts, error.retryAfter);
  };
}
