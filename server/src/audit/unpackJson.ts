import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import { firstShape, firstWord, isList, isPacked, kinds, packedShapes, packedWords } from './packedFormat.js';

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
