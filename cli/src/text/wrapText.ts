import { displayWidth } from './displayWidth.js';

/** What a line must not begin with. */
const closing = /^[，。；：、！？）」』”’》】,.;:!?)]/u;
/** What a line must not end with. */
const opening = /[（「『“‘《【(]$/u;
/** Before a space, and on both sides of a Chinese character. */
const breaks =
  /(?= )|(?<=[\p{Script=Han}\u3000-\u303f\uff01-\uff60])|(?=[\p{Script=Han}\u3000-\u303f\uff01-\uff60])/u;

/** Lines of at most so many columns, broken at spaces and between Chinese characters; a longer word stays whole. */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const piece of piecesOf(line)) {
    const fits = displayWidth((current + piece).trimEnd()) <= width;
    if (!fits && current !== '') {
      lines.push(current.trimEnd());
      current = '';
    }
    // What stood at the beginning of the whole line stays, what came with a break goes.
    current += current === '' && lines.length > 0 ? piece.trimStart() : piece;
  }
  return [...lines, current.trimEnd()];
}

/** Parts of a line that stay together: a word with the space before it, a Chinese character with what must follow it. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  for (const part of line.split(breaks)) {
    const last = pieces.at(-1);
    if (last !== undefined && (closing.test(part) || opening.test(last)))
      pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces;
}
