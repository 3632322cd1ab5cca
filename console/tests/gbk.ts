/** The bytes of a text as Chinese spreadsheets write it: the opposite of what browsers can do with GBK. */
export function toGbk(text: string): Buffer {
  const bytes = new Map<string, readonly number[]>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1)
      bytes.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  return Buffer.from(Array.from(text).flatMap((sign) => bytes.get(sign) ?? [...Buffer.from(sign)]));
}
