/**
 * Words a sentence that was made from one of these templates by another template. What stands in place of `{}` is worded in the same
 * way, if it can be, and otherwise stays as it is.
 * @param templates pairs, each with `{}` equally often; the first that fits counts
 * @returns the sentence itself where none fits
 */
export function inOtherWords(
  templates: readonly (readonly [from: string, to: string])[],
  sentence: string,
): string {
  for (const [from, to] of templates) {
    const parts = from.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = new RegExp(`^${parts.join('(.+?)')}$`, 's').exec(sentence);
    if (found === null) continue;
    let at = 0;
    return to.replaceAll('{}', () => {
      at += 1;
      const value = found[at] ?? '';
      return value === sentence ? value : inOtherWords(templates, value);
    });
  }
  return sentence;
}
