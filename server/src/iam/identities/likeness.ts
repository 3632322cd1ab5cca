/**
 * Letters of other scripts that look like a Latin one, pair by pair. Not every pair there is: those that a reader of a list of
 * names cannot tell apart in common typefaces.
 */
const alike: readonly (readonly [latin: string, others: string])[] = [
  ['a', 'аɑα'],
  ['b', 'ьЬв'],
  ['c', 'сϲ'],
  ['d', 'ԁ'],
  ['e', 'еҽє'],
  ['g', 'ɡ'],
  ['h', 'һнη'],
  ['i', 'іıιɪ'],
  ['j', 'јϳ'],
  ['k', 'кκ'],
  ['l', 'ӏ'],
  ['m', 'м'],
  ['n', 'пո'],
  ['o', 'оοօσө'],
  ['p', 'рρ'],
  ['q', 'ԛ'],
  ['s', 'ѕ'],
  ['t', 'тτ'],
  ['u', 'υսμ'],
  ['v', 'ѵν'],
  ['w', 'ѡԝω'],
  ['x', 'хχ'],
  ['y', 'уүγ'],
  ['z', 'ʐζ'],
  ['-', '‐‑‒–—−'],
  ["'", '’‘ʼ'],
];

const latinOf = new Map(
  alike.flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);

/**
 * A name as the eye sees it: two names of the same likeness are taken for each other in a list, so an account has only one of
 * them. Width, ligatures, case, letters borrowed from another script and the number of spaces make no difference.
 */
export function likenessOf(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/ +/g, ' ');
  return Array.from(plain, (letter) => latinOf.get(letter) ?? letter).join('');
}
