import { Refusal } from './refusal.js';

/** What a tar archive says of one of its entries; the content, if any, was passed over. */
export interface TarEntry {
  /** As it is written in the archive, decoded as UTF-8. */
  readonly name: string;
  readonly kind: TarKind;
  /** Bytes of content. */
  readonly size: number;
  readonly linkName: string;
}

export type TarKind =
  | 'file'
  | 'hard link'
  | 'symbolic link'
  | 'character device'
  | 'block device'
  | 'directory'
  | 'pipe'
  | 'sparse file'
  | 'unknown';

const blockSize = 512;
/** Names and extended attributes; what is longer serves nobody. */
const maxExtension = 1_048_576;
const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'pipe',
  S: 'sparse file',
};

export interface TarEnd {
  /**
   * Whether the archive may end behind the content of an entry, as the layers of `umoci insert` do: without end mark, and without
   * the padding of the last block. Only where something else tells that nothing is missing: the digest of a layer.
   */
  readonly endsAnywhere?: boolean;
}

/**
 * Reads the headers of a tar archive (ustar, GNU and PAX forms) and passes over the contents.
 * @throws {Refusal} when it is no tar archive, ends early, or has a header that is damaged or too long
 */
export async function* readTarEntries(
  chunks: AsyncIterable<Buffer>,
  { endsAnywhere = false }: TarEnd = {},
): AsyncGenerator<TarEntry> {
  const reader = createReader(chunks);
  let next: Extensions | undefined;
  for (;;) {
    const header = await reader.take(blockSize);
    if (header === undefined) {
      if (endsAnywhere && next === undefined && reader.isEmpty()) return;
      throw endsWithoutMark(reader.bytes());
    }
    // Two empty blocks end an archive; one is enough for us, as for GNU tar.
    if (header.every((byte) => byte === 0)) {
      await reader.drain();
      return;
    }
    const entry = parseHeader(header);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'x' || type === 'L' || type === 'K') {
      next = { ...next, ...readExtension(type, await readContent(reader, entry)) };
      continue;
    }
    // What holds for all entries to come: nothing of it is of use to us.
    if (type === 'g') {
      await readContent(reader, entry);
      continue;
    }
    const named = { ...entry, ...next?.fields, kind: next?.isSparse === true ? 'sparse file' : entry.kind };
    next = undefined;
    const size = named.kind === 'file' || named.kind === 'sparse file' ? named.size : 0;
    const whole = { ...named, size };
    yield whole;
    if (!(await reader.skip(size)))
      throw new Refusal('archive-incomplete', `the archive ends early, within ${quoted(whole.name)}`);
    if (!(await reader.skip(roundUp(size) - size)) && !endsAnywhere)
      throw new Refusal('archive-incomplete', `the archive ends early, behind ${quoted(whole.name)}`);
  }
}

/** What less than a header is: nothing, no archive at all, or the end of one that is not whole. @param bytes read so far */
function endsWithoutMark(bytes: number): Refusal {
  if (bytes === 0) return new Refusal('archive-empty', 'the archive is empty');
  if (bytes < blockSize)
    return new Refusal('archive-unknown', 'it is no tar archive, or one that is damaged');
  return new Refusal('archive-incomplete', 'the archive ends early: it has no end mark');
}

/** A name for a message: short, without control characters. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}

interface Extensions {
  readonly fields?: { readonly name?: string; readonly linkName?: string; readonly size?: number };
  readonly isSparse?: boolean;
}

function parseHeader(header: Buffer): TarEntry {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (numberAt(header, 148, 8) !== sum)
    throw new Refusal('archive-unknown', 'it is no tar archive, or one that is damaged');
  const isUstar = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textAt(header, 345, 155) : '';
  const name = textAt(header, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    kind: kinds[String.fromCharCode(header[156] ?? 0)] ?? 'unknown',
    size: numberAt(header, 124, 12),
    linkName: textAt(header, 157, 100),
  };
}

async function readContent(reader: Reader, { name, size }: TarEntry): Promise<Buffer> {
  if (size > maxExtension) {
    throw new Refusal(
      'archive-damaged',
      `the entry ${quoted(name)} has ${size} bytes of names and attributes; ${maxExtension} are allowed`,
    );
  }
  const content = await reader.take(roundUp(size));
  if (content === undefined)
    throw new Refusal('archive-incomplete', 'the archive ends early, within a header');
  return content.subarray(0, size);
}

function readExtension(type: string, content: Buffer): Extensions {
  const text = content.toString('utf8').replace(/\0+$/, '');
  if (type === 'L') return { fields: { name: text } };
  if (type === 'K') return { fields: { linkName: text } };
  return readPax(content);
}

/** PAX records: `LENGTH KEY=VALUE\n` each, the length in bytes and of the whole record (POSIX.1-2008, pax). */
function readPax(content: Buffer): Extensions {
  let isSparse = false;
  const fields: { name?: string; linkName?: string; size?: number } = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const length = Number(content.toString('latin1', at, space));
    const record = content.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (space < 0 || !Number.isInteger(length) || length < 5 || at + length > content.length || equals < 1) {
      throw new Refusal('archive-damaged', 'a PAX header is damaged');
    }
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') fields.name = value;
    else if (key === 'linkpath') fields.linkName = value;
    else if (key === 'size') fields.size = wholeNumber(value);
    else if (key.startsWith('GNU.sparse.')) isSparse = true;
    at += length;
  }
  return { fields, isSparse };
}

function wholeNumber(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value))
    throw new Refusal('archive-damaged', 'a header of the archive has a number that is none');
  return value;
}

/** Octal digits, or GNU's base 256 with the top bit set. */
function numberAt(header: Buffer, at: number, length: number): number {
  const first = header[at] ?? 0;
  if ((first & 0x80) !== 0) {
    const value = header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
    if (first !== 0x80 || value > Number.MAX_SAFE_INTEGER)
      throw new Refusal('archive-damaged', 'a header of the archive has a size beyond all bounds');
    return value;
  }
  const text = header
    .toString('latin1', at, at + length)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (!/^[0-7]*$/.test(text))
    throw new Refusal('archive-unknown', 'it is no tar archive, or one that is damaged');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function textAt(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function roundUp(size: number): number {
  return Math.ceil(size / blockSize) * blockSize;
}

interface Reader {
  /** How many there were so far. */
  bytes(): number;
  /** So many bytes, or undefined when there are not so many left. */
  take(length: number): Promise<Buffer | undefined>;
  /** @returns false when there are not so many left */
  skip(length: number): Promise<boolean>;
  /** Once {@link take} has found too little: whether it found nothing at all. */
  isEmpty(): boolean;
  /** Reads to the end, so that what is checked there is checked. */
  drain(): Promise<void>;
}

function createReader(chunks: AsyncIterable<Buffer>): Reader {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = await source.next();
    if (done === true) return false;
    bytes += value.length;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  };
  return {
    bytes: () => bytes,
    async take(length) {
      while (rest.length < length) if (!(await more())) return undefined;
      const taken = rest.subarray(0, length);
      rest = rest.subarray(length);
      return taken;
    },
    async skip(length) {
      let left = length;
      for (;;) {
        const passed = Math.min(left, rest.length);
        rest = rest.subarray(passed);
        left -= passed;
        if (left === 0) return true;
        if (!(await more())) return false;
      }
    },
    isEmpty: () => rest.length === 0,
    async drain() {
      do rest = Buffer.alloc(0);
      while (await more());
    },
  };
}
