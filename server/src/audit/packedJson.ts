import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import { packedShapes, packedWords } from './packedWords.js';

/**
 * JSON objects in a fourth of their canonical text: ids, hashes and times as bytes, known texts and lists of names as one byte, and what
 * was said before as its place. Every object comes back equal, so that its canonical text has the same bytes.
 *
 * First comes the version. A value is a byte that says what it is, then what it takes. Lengths and whole numbers have seven bits in a byte,
 * the lowest first, and the eighth in all but the last.
 */
const version = 1;

const kinds = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  /** As JSON text: length, bytes. */
  number: 4,
  /** 16 bytes; written with and without dashes. */
  uuid: 5,
  hex16: 6,
  /** 32 bytes. */
  hex32: 7,
  /** Milliseconds since 1970 in 6 bytes. */
  time: 8,
  /** Length, UTF-8. */
  text: 9,
  /** The place among the texts of this object that are not single bytes. */
  again: 10,
  /** Count, values. */
  list: 11,
  /** Count, then each name as a text, and its value. */
  object: 12,
  /** `dp-` before a UUID: how items are called in the engine. */
  itemName: 13,
} as const;
const firstWord = 0x20;
const firstShape = 0x80;

const wordCodes = new Map(packedWords.map((word, place) => [word, firstWord + place]));
const shapePlaces = new Map(packedShapes.map((names, place) => [names.join(), place]));
/** Known ones by their names in the order in which somebody wrote them: sorting takes longer. */
const shapesSeen = new Map<string, Shape>();
const maxShapesSeen = 1_000;

interface Shape {
  readonly names: readonly string[];
  readonly code: number;
}

/** The value of a hexadecimal digit by its character code; 16: it is none. */
const values = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return value === -1 ? 16 : value;
});

let room = Buffer.alloc(16_384);
let end = 0;
let said = new Map<string, number>();

/** Whether these bytes are a packed object; text of JSON begins otherwise. */
export function isPacked(bytes: Buffer): boolean {
  return bytes[0] === version;
}

export function packJson(value: JsonObject): Buffer {
  end = 0;
  said = new Map();
  putByte(version);
  put(value);
  return Buffer.from(room.subarray(0, end));
}

function put(value: JsonValue): void {
  if (typeof value === 'string') putText(value);
  else if (value === null) putByte(kinds.null);
  else if (typeof value === 'boolean') putByte(value ? kinds.true : kinds.false);
  else if (typeof value === 'number') putNumber(value);
  else if (isList(value)) {
    putByte(kinds.list);
    putWhole(value.length);
    for (const member of value) put(member);
  } else putObject(value);
}

function putObject(value: JsonObject): void {
  const written = Object.keys(value);
  const shape = shapeOf(written);
  if (shape === undefined) {
    putByte(kinds.object);
    putWhole(written.length);
  } else putByte(shape.code);
  for (const name of shape?.names ?? written) {
    if (shape === undefined) putText(name);
    const member = value[name];
    if (member === undefined) throw new TypeError(`JSON cannot express that ${name} is undefined.`);
    put(member);
  }
}

/** None of the known names has a comma, so that the same text of as many names is of the same names. */
function shapeOf(written: readonly string[]): Shape | undefined {
  const key = written.join();
  const seen = shapesSeen.get(key);
  if (seen !== undefined) return seen.names.length === written.length ? seen : undefined;
  const place = shapePlaces.get(written.toSorted().join());
  const names = place === undefined ? undefined : packedShapes[place];
  if (place === undefined || names?.length !== written.length) return undefined;
  const shape = { names, code: firstShape + place };
  // One name list can be written in many orders, but somebody has to write them.
  if (shapesSeen.size < maxShapesSeen) shapesSeen.set(key, shape);
  return shape;
}

function putNumber(value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) {
    putByte(kinds.whole);
    putWhole(value);
  } else {
    putByte(kinds.number);
    putBytes(JSON.stringify(value));
  }
}

function putText(text: string): void {
  const word = wordCodes.get(text);
  if (word !== undefined) return putByte(word);
  const before = said.get(text);
  if (before !== undefined) {
    putByte(kinds.again);
    return putWhole(before);
  }
  said.set(text, said.size);
  need(40);
  const { length } = text;
  if (length === 36 && putUuid(kinds.uuid, text, 0)) return;
  if (length === 64 && putHex(kinds.hex32, text)) return;
  if (length === 32 && putHex(kinds.hex16, text)) return;
  if (length === 24 && putTime(text)) return;
  if (length === 39 && text.startsWith('dp-') && putUuid(kinds.itemName, text, 3)) return;
  putByte(kinds.text);
  putBytes(text);
}

/** @returns false, and nothing is put, when it is none in lower case */
function putUuid(kind: number, text: string, from: number): boolean {
  let at = end;
  room[at++] = kind;
  for (let index = from; index < from + 36; index += 2) {
    const place = index - from;
    if (place === 8 || place === 13 || place === 18 || place === 23) {
      if (text.charCodeAt(index) !== 45) return false;
      index += 1;
    }
    const byte = byteAt(text, index);
    if (byte === undefined) return false;
    room[at++] = byte;
  }
  end = at;
  return true;
}

function putHex(kind: number, text: string): boolean {
  let at = end;
  room[at++] = kind;
  for (let index = 0; index < text.length; index += 2) {
    const byte = byteAt(text, index);
    if (byte === undefined) return false;
    room[at++] = byte;
  }
  end = at;
  return true;
}

/** Two hexadecimal digits. */
function byteAt(text: string, index: number): number | undefined {
  const high = values[text.charCodeAt(index)] ?? 16;
  const low = values[text.charCodeAt(index + 1)] ?? 16;
  return high < 16 && low < 16 ? high * 16 + low : undefined;
}

function putTime(text: string): boolean {
  const time = Date.parse(text);
  if (!(time >= 0) || new Date(time).toISOString() !== text) return false;
  room[end] = kinds.time;
  room.writeUIntBE(time, end + 1, 6);
  end += 7;
  return true;
}

function putBytes(text: string): void {
  const length = Buffer.byteLength(text);
  putWhole(length);
  need(length);
  end += room.write(text, end);
}

function putByte(byte: number): void {
  need(1);
  room[end++] = byte;
}

function putWhole(value: number): void {
  need(8);
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) room[end++] = (left % 128) + 128;
  room[end++] = left;
}

function need(bytes: number): void {
  if (end + bytes <= room.length) return;
  const larger = Buffer.alloc(2 * (room.length + bytes));
  room.copy(larger, 0, 0, end);
  room = larger;
}

/** @throws {RangeError} when it is not a whole packed object */
export function unpackJson(bytes: Buffer): JsonObject {
  if (!isPacked(bytes)) throw new RangeError('An entry of the log is packed in an unknown way.');
  const reader: Reader = { bytes, at: 1, said: [] };
  const value = take(reader);
  if (typeof value !== 'object' || value === null || isList(value) || reader.at !== bytes.length)
    throw new RangeError('An entry of the log is not packed whole.');
  return value;
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  readonly said: string[];
}

function take(reader: Reader): JsonValue {
  const kind = takeByte(reader);
  if (kind >= firstShape) {
    const names = packedShapes[kind - firstShape];
    if (names === undefined) throw new RangeError(`An entry of the log has the unknown shape ${kind}.`);
    const value: Record<string, JsonValue> = {};
    for (const name of names) value[name] = take(reader);
    return value;
  }
  switch (kind) {
    case kinds.null:
      return null;
    case kinds.false:
    case kinds.true:
      return kind === kinds.true;
    case kinds.whole:
      return takeWhole(reader);
    case kinds.number:
      return Number(takeBytes(reader));
    case kinds.list:
      return Array.from({ length: takeWhole(reader) }, () => take(reader));
    case kinds.object: {
      const count = takeWhole(reader);
      return Object.fromEntries(
        Array.from({ length: count }, () => [takeText(reader, takeByte(reader)), take(reader)]),
      );
    }
    default:
      return takeText(reader, kind);
  }
}

function takeText(reader: Reader, kind: number): string {
  if (kind >= firstWord) {
    const word = packedWords[kind - firstWord];
    if (word === undefined) throw new RangeError(`An entry of the log has the unknown text ${kind}.`);
    return word;
  }
  if (kind === kinds.again) {
    const text = reader.said[takeWhole(reader)];
    if (text === undefined) throw new RangeError('An entry of the log repeats what it did not say.');
    return text;
  }
  const text = takeNewText(reader, kind);
  reader.said.push(text);
  return text;
}

function takeNewText(reader: Reader, kind: number): string {
  switch (kind) {
    case kinds.uuid:
      return takeUuid(reader);
    case kinds.itemName:
      return `dp-${takeUuid(reader)}`;
    case kinds.hex16:
      return takeHex(reader, 16);
    case kinds.hex32:
      return takeHex(reader, 32);
    case kinds.time:
      return new Date(reader.bytes.readUIntBE(skip(reader, 6), 6)).toISOString();
    case kinds.text:
      return takeBytes(reader);
    default:
      throw new RangeError(`An entry of the log has the unknown kind ${kind}.`);
  }
}

function takeHex(reader: Reader, length: number): string {
  const from = skip(reader, length);
  return reader.bytes.toString('hex', from, reader.at);
}

function takeUuid(reader: Reader): string {
  const hex = takeHex(reader, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function takeBytes(reader: Reader): string {
  const from = skip(reader, takeWhole(reader));
  return reader.bytes.toString('utf8', from, reader.at);
}

function takeWhole(reader: Reader): number {
  let value = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = takeByte(reader);
    value += (byte % 128) * unit;
    if (byte < 128) return value;
  }
}

function takeByte(reader: Reader): number {
  const byte = reader.bytes[reader.at];
  if (byte === undefined) throw new RangeError('An entry of the log is cut.');
  reader.at += 1;
  return byte;
}

/** @returns where the skipped bytes begin */
function skip(reader: Reader, length: number): number {
  const from = reader.at;
  if (from + length > reader.bytes.length) throw new RangeError('An entry of the log is cut.');
  reader.at += length;
  return from;
}

/** `Array.isArray` does not know read-only arrays. */
function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
