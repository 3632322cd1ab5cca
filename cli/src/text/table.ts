import { displayWidth, padToWidth } from './displayWidth.js';
import { printable } from './printable.js';

const gap = '  ';

/** Columns that line up under their titles, without spaces at the ends of lines. */
export function formatTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, ...rows].map((row) => row.map(printable));
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => displayWidth(line[column] ?? ''))),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
}

/** One labelled value a line; a value of several lines stays in its column. */
export function formatFacts(
  facts: readonly (readonly [label: string, value: string])[],
  indent = '',
): string {
  const width = Math.max(...facts.map(([label]) => displayWidth(label)));
  const below = `\n${indent}${' '.repeat(width)}${gap}`;
  return facts
    .map(([label, value]) => {
      const lines = value.split('\n').map(printable);
      return `${indent}${padToWidth(label, width)}${gap}${lines.join(below)}`.trimEnd();
    })
    .join('\n');
}
