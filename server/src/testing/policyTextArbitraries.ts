import fc from 'fast-check';

/** The same word, written some other way. */
export function anyCase(word: string): fc.Arbitrary<string> {
  return fc.constantFrom(word, word, word.toUpperCase(), word.toLowerCase());
}

/** A word with some of its letters made wildcards. */
export function blurred(words: readonly string[], wildcards: readonly string[]): fc.Arbitrary<string> {
  const letter = fc.option(fc.constantFrom(...wildcards), { nil: undefined, freq: 2 });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constant('*') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...words), fc.array(letter, { minLength: 10, maxLength: 10 }))
        .map(([word, marks]) => Array.from(word, (character, index) => marks[index] ?? character).join('')),
    },
  );
}

/** A text with a variable in it, well-formed or not. */
export function variableText(around: readonly string[]): fc.Arbitrary<string> {
  const blank = fc.constantFrom('', ' ');
  const name = fc.constantFrom(
    'g:UserName',
    'G:USERNAME',
    'g:username',
    'g:ResourceTag/a',
    'g:resourcetag/b',
    'workspace:accessMODE',
    'g:EnterpriseProjectId',
    'g:Nobody',
    '*',
    '?',
    '$',
    '',
  );
  const standard = fc.constantFrom(
    '',
    '',
    ", 'a'",
    ", '1' ",
    ",'d-2'",
    ", 'it''s'",
    ", '*'",
    ', nobody',
    ", 'a",
  );
  const variable = fc.tuple(blank, name, blank, standard).map((parts) => `\${${parts.join('')}}`);
  const either = fc.oneof(
    { weight: 12, arbitrary: variable },
    fc.constantFrom('${', '${g:UserName', '$', '${$}{g:UserName}'),
  );
  return fc
    .tuple(fc.constantFrom(...around), either, fc.constantFrom('', ...around))
    .map((parts) => parts.join(''));
}
