/** The languages that the command speaks. */
export type Language = 'en' | 'zh';

/** The language of the user at the terminal, by the variables that every program on a POSIX system goes by. */
export function languageOf(environment: NodeJS.Dict<string>): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
