/** Spreadsheets take this mark for UTF-8. */
const mark = '\uFEFF';

/**
 * A table as CSV (RFC 4180), the titles first, beginning with a byte order mark. What a spreadsheet would take for a formula gets a
 * `'` before it.
 */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return `${mark}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
