/** Whether an address lies in a range of its own family, bit by bit. */
export function naiveInRange(value: string, range: string): boolean | 'unreadable' {
  const [base = '', prefix] = range.split('/');
  const address = bitsOf(value);
  if (address === undefined) return 'unreadable';
  const wanted = bitsOf(base) ?? '';
  const length = prefix === undefined ? 128 : Number(prefix) + (base.includes(':') ? 0 : 96);
  // IPv4 is what is written with these 96 bits in front, and a range of it has to name all of them.
  const speaksOfIPv4 = wanted.startsWith(mapped) && length >= 96;
  return speaksOfIPv4 === address.startsWith(mapped) && address.slice(0, length) === wanted.slice(0, length);
}

const mapped = '0'.repeat(80) + '1'.repeat(16);

/** 128 bits, also of an IPv4 address. */
function bitsOf(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return mapped + dotted(text);
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/.test(text)) return undefined;
  const [head = '', tail = ''] = text.split('::');
  const before = groups(head);
  const after = groups(tail);
  return before + '0'.repeat(128 - before.length - after.length) + after;
}

function groups(text: string): string {
  if (text === '') return '';
  return text
    .split(':')
    .map((group) => (group.includes('.') ? dotted(group) : bits(Number.parseInt(group, 16), 16)))
    .join('');
}

function dotted(text: string): string {
  return text
    .split('.')
    .map((part) => bits(Number(part), 8))
    .join('');
}

function bits(value: number, count: number): string {
  return value.toString(2).padStart(count, '0');
}
