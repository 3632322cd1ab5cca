/** Marks in what is put together from parts, in English. */
export const marksEn = {
  /** Between several of a kind. */
  list: ', ',
  /** Between several facts about one thing. */
  comma: ', ',
  /** Between several statements. */
  semicolon: '; ',
  /** Between whole sentences. */
  next: ' ',
  aside: (text: string, aside: string) => `${text} (${aside})`,
  about: (what: string, text: string) => `${what}: ${text}`,
};

/** The same in Chinese. */
export const marksZh: typeof marksEn = {
  list: '、',
  comma: '，',
  semicolon: '；',
  next: '',
  aside: (text, aside) => `${text}（${aside}）`,
  about: (what, text) => `${what}：${text}`,
};
