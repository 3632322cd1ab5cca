const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6])/u;
const empty = /^[\p{Mark}\p{Cf}]+$/u;

/** How many columns of a terminal a text takes: two for a Chinese character, none for a mark on another one. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (!empty.test(segment)) width += wide.test(segment) ? 2 : 1;
  }
  return width;
}

/** Fills up with spaces to so many columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts a text that takes more columns, with an ellipsis. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of segmenter.segment(text)) {
    if (displayWidth(cut) + displayWidth(segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
