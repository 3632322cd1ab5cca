import { displayWidth, padToWidth } from './displayWidth.js';
import { printable } from './printable.js';
import { widestPart, wrapText } from './wrapText.js';

const gap = '  ';
/** Where fewer columns than this are left beside the labels, a value that does not fit goes below its label. */
const minWidth = 16;

/**
 * One labelled value a line. A value of several lines, or too long for the terminal, stays in its column; below its label where
 * a word of it would not fit there.
 * @param columns how wide the terminal is
 */
export function formatFacts(
  facts: readonly (readonly [label: string, value: string])[],
  indent = '',
  columns = Number.POSITIVE_INFINITY,
): string {
  const width = Math.max(...facts.map(([label]) => displayWidth(label)));
  const room = columns - indent.length - width - gap.length;
  const full = columns - indent.length - gap.length;
  const below = `\n${indent}${' '.repeat(width)}${gap}`;
  return facts
    .map(([label, value]) => {
      const shown = value.split('\n').map(printable);
      const whole = shown.every((line) => displayWidth(line) <= room);
      if (!whole && (room < minWidth || shown.some((line) => widestPart(line, full) > room))) {
        const lines = shown.flatMap((line) => wrapText(line, full));
        return [label, ...lines.map((line) => gap + line)].map((line) => indent + line).join('\n');
      }
      const lines = shown.flatMap((line) => wrapText(line, room));
      return `${indent}${padToWidth(label, width)}${gap}${lines.join(below)}`.trimEnd();
    })
    .join('\n');
}
