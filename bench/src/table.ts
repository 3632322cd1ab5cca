export interface Line {
  readonly name: string;
  readonly value: string;
  /** What it should be; empty: nothing in particular. */
  readonly aim?: string;
  /** Whether it is; undefined where there is no aim. */
  readonly met?: boolean;
}

/** Lines below one another, in columns. */
export function writeTable(lines: readonly Line[]): string {
  const cells = lines.map(({ name, value, aim = '', met }) => [
    name,
    value,
    aim,
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ]);
  const all = [['measured', 'figure', 'aim', ''], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
