import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import { firstShape, firstWord, isList, kinds, packedShapes, packedWords, version } from './packedFormat.js';

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

/** As packedFormat.ts says. @throws {TypeError} for undefined */
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
