/** Spreadsheets take this mark for UTF-8. */
const mark = '\uFEFF';

/** What a spreadsheet takes for a formula, also in the wide forms of East Asian keyboards, and what looks as if it was made harmless. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * A table as CSV (RFC 4180), the titles first, beginning with a byte order mark. What a spreadsheet would take for a formula gets a
 * `'` before it, which {@link withoutMark} takes away again.
 */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return `${mark}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  // Blanks at the ends count in what is quoted.
  return /[",;\t\r\n]/.test(plain) || plain !== plain.trim() ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** What was written as a cell. */
export function withoutMark(text: string): string {
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
}
