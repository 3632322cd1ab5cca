import { displayWidth } from './displayWidth.js';

/** What a line must not begin with. */
const closing = /^[，。；：、！？）」』”’》】,.;:!?)]/u;
/** What a line must not end with. */
const opening = /[（「『“‘《【(]$/u;
/** Before a space, and on both sides of a Chinese character. */
const breaks =
  /(?= )|(?<=[\p{Script=Han}\u3000-\u303f\uff01-\uff60])|(?=[\p{Script=Han}\u3000-\u303f\uff01-\uff60])/u;
/** A command that is to be typed: what it is called, its verbs, its options and what they are given. */
const command =
  /(?:[\w./~-]*deskplane(?: [a-z][\w.-]*){1,3}|npm (?:--prefix \S+ )?start)(?: (?:--?[a-z][\w-]*|[A-Z][A-Z_]*|[\w.~-]*(?:[\d/]|\.\w)[\w./~-]*))*/g;

/**
 * Lines of at most so many columns, broken at spaces and between Chinese characters, indented as the whole was. A longer word
 * stays whole, and so does a command that fits a line.
 */
export function wrapText(text: string, width: number): string[] {
  const lines = text.split('\n');
  return width === Number.POSITIVE_INFINITY ? lines : lines.flatMap((line) => wrapLine(line, width));
}

/** The columns of the widest part of a text that {@link wrapText} does not break, of those that fit a line. */
export function widestPart(text: string, width: number): number {
  const parts = text.split('\n').flatMap((line) => piecesOf(line, width));
  return Math.max(0, ...parts.map((part) => displayWidth(part.trim())).filter((part) => part <= width));
}

function wrapLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line.trimEnd()];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const piece of piecesOf(line.slice(indent.length), width - indent.length)) {
    const fits = displayWidth((current + piece).trimEnd()) <= width;
    if (!fits && current !== indent) {
      lines.push(current.trimEnd());
      current = indent;
    }
    // What came with a break goes.
    current += current === indent ? piece.trimStart() : piece;
  }
  return [...lines, current.trimEnd()];
}

/**
 * Parts of a line that stay together: a word with the space before it, a Chinese character with what must follow it, a command
 * that fits.
 */
function piecesOf(line: string, width: number): string[] {
  const commands = [...line.matchAll(command)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length, text: match[0] }))
    .filter(({ text }) => displayWidth(text) <= width);
  const pieces: string[] = [];
  let at = 0;
  for (const part of line.split(breaks)) {
    const last = pieces.at(-1);
    const inside = commands.some(({ from, to }) => from < at && at < to);
    if (last !== undefined && (inside || closing.test(part) || opening.test(last)))
      pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
    at += part.length;
  }
  return pieces;
}
