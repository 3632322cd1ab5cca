import { displayWidth, padToWidth } from '@deskplane/verify/text/displayWidth.js';
import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';

const gap = '  ';
/** What stands in a cell without a value. */
const nothing = '-';

/**
 * Columns that line up under their titles, without spaces at the ends of lines. Where they do not fit next to each other,
 * each row becomes a block with a line per column.
 * @param columns how wide the terminal is
 */
export function formatTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const cells = rows.map((row) => titles.map((_, column) => printable(row[column] ?? '') || nothing));
  const lines = [titles, ...cells];
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => displayWidth(line[column] ?? ''))),
  );
  const total = widths.reduce((sum, width) => sum + width + gap.length, -gap.length);
  if (total > columns) {
    const blocks = cells.map((row) =>
      formatFacts(
        titles.map((title, column) => [title, row[column] ?? '']),
        '',
        columns,
      ),
    );
    return blocks.join('\n\n');
  }
  return lines
    .map((line) =>
      line
        .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
}
