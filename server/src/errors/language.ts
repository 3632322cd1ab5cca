import type { Language } from './errors.js';

/**
 * The language of an answer: the one that `X-Language` asks for, as Huawei's clients send it (`zh-cn`, `en-us`), else the one
 * that `Accept-Language` likes best (RFC 9110 §12.5.4), else English. A header that names neither of our languages, or is
 * empty, does not count.
 */
export function languageOf(headers: NodeJS.Dict<string | string[]>): Language {
  return preferred(headers['x-language']) ?? preferred(headers['accept-language']) ?? 'en';
}

const weightForm = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;
const anyOther = '*';

/** Of two with the same weight the one that stands first; a range with a malformed weight does not count. */
function preferred(header: string | string[] | undefined): Language | undefined {
  const weights = new Map<string, number>();
  for (const entry of String(header ?? '').split(',')) {
    const [range = '', ...parameters] = entry.split(';').map((each) => each.trim());
    const weight = readWeight(parameters);
    const [primary = ''] = range.toLowerCase().split(/[-_]/);
    if (weight !== undefined) weights.set(primary, Math.max(weight, weights.get(primary) ?? 0));
  }
  const others = weights.get(anyOther) ?? 0;
  const named = [...weights.keys()];
  const order = (language: Language): number => {
    const at = named.indexOf(weights.has(language) ? language : anyOther);
    return at === -1 ? named.length : at;
  };
  const [best] = (['en', 'zh'] as const)
    .map((language) => ({ language, weight: weights.get(language) ?? others, order: order(language) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.order - other.order);
  return best?.language;
}

/** From 0 to 1; undefined when it is malformed. */
function readWeight(parameters: readonly string[]): number | undefined {
  const [parameter] = parameters;
  if (parameter === undefined) return 1;
  const digits = weightForm.exec(parameter)?.[1];
  return parameters.length > 1 || digits === undefined ? undefined : Number(digits);
}
