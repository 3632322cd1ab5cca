import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from './waitUntil.js';

/** A picture of a screen. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The colour of a pixel: `#rrggbb`. */
  at(x: number, y: number): string;
}

/** Somebody before a desktop's screen (RFC 6143, with raw pixels only). */
export interface Viewer {
  look(): Promise<Picture>;
  /** Asks for what changes, at once, and waits until pixels have. Not beside a look. */
  change(): Promise<void>;
  click(x: number, y: number): Promise<void>;
  /** Keys by their X keysyms, pressed together. */
  press(...keysyms: readonly number[]): Promise<void>;
  /** Letters, digits and signs of ASCII. */
  type(text: string): Promise<void>;
  close(): void;
}

export const returnKey = 0xff0d;
export const controlKey = 0xffe3;
const extendedDesktopSize = -308;
const between = 30;

/**
 * Waits until a screen has said what it is.
 * @param way the path of its socket, or its bytes by another way
 */
export async function viewScreen(way: string | Duplex): Promise<Viewer> {
  const socket = typeof way === 'string' ? connect(way) : way;
  const take = reader(socket);
  await take(12);
  socket.write('RFB 003.008\n');
  const [kinds = 0] = await take(1);
  await take(kinds);
  socket.write(Buffer.from([1]));
  await take(4);
  socket.write(Buffer.from([1]));
  const start = await take(24);
  let [width, height] = [start.readUInt16BE(0), start.readUInt16BE(2)];
  await take(start.readUInt32BE(20));
  // 32 bits a pixel, little-endian, blue first; raw pixels, and told of a new size.
  socket.write(Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]));
  socket.write(Buffer.from([2, 0, 0, 2, 0, 0, 0, 0, 0xff, 0xff, 0xfe, 0xcc]));
  let pixels = Buffer.alloc(width * height * 4);

  const ask = (incremental: number) => {
    const message = Buffer.from([3, incremental, 0, 0, 0, 0, 0, 0, 0, 0]);
    message.writeUInt16BE(width, 6);
    message.writeUInt16BE(height, 8);
    socket.write(message);
  };
  /** @returns whether it brought pixels */
  const readRectangle = async (): Promise<boolean> => {
    const head = await take(12);
    const [x, y, w, h] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at));
    if (x === undefined || y === undefined || w === undefined || h === undefined)
      throw new Error('no rectangle');
    if (head.readInt32BE(8) === extendedDesktopSize) {
      const [screens = 0] = await take(4);
      await take(screens * 16);
      if (w !== width || h !== height) {
        [width, height] = [w, h];
        pixels = Buffer.alloc(w * h * 4);
      }
      return false;
    }
    const content = await take(w * h * 4);
    for (let row = 0; row < h; row += 1) {
      content.copy(pixels, ((y + row) * width + x) * 4, row * w * 4, (row + 1) * w * 4);
    }
    return true;
  };
  const pointer = async (buttons: number, x: number, y: number) => {
    const message = Buffer.from([5, buttons, 0, 0, 0, 0]);
    message.writeUInt16BE(x, 2);
    message.writeUInt16BE(y, 4);
    socket.write(message);
    await pause(between);
  };
  const key = (down: boolean, keysym: number) => {
    const message = Buffer.from([4, Number(down), 0, 0, 0, 0, 0, 0]);
    message.writeUInt32BE(keysym, 4);
    socket.write(message);
  };
  const press = async (...keysyms: readonly number[]) => {
    for (const each of keysyms) key(true, each);
    for (const each of keysyms.toReversed()) key(false, each);
    await pause(between);
  };

  const askForPixels = async (incremental: number) => {
    ask(incremental);
    for (let any = false; !any; ) {
      const [kind] = await take(1);
      if (kind === 3) await take((await take(7)).readUInt32BE(3));
      if (kind !== 0) continue;
      const count = (await take(3)).readUInt16BE(1);
      for (let left = count; left > 0; left -= 1) any = (await readRectangle()) || any;
      if (!any) ask(1);
    }
  };

  return {
    async look() {
      await askForPixels(0);
      return pictureOf(Buffer.from(pixels), width, height);
    },
    async click(x, y) {
      for (const buttons of [0, 1, 0]) await pointer(buttons, x, y);
    },
    change: () => askForPixels(1),
    press,
    async type(text) {
      for (const letter of text) await press(letter.codePointAt(0) ?? 0);
    },
    close: () => void socket.destroy(),
  };
}

/** Looks until the picture is as wanted. @param patience as `waitUntil` has it */
export function lookUntil(
  viewer: Viewer,
  isWanted: (picture: Picture) => boolean,
  what: string,
  patience?: number,
): Promise<Picture> {
  return waitUntil(
    async () => {
      const picture = await viewer.look();
      return isWanted(picture) && picture;
    },
    what,
    patience,
  );
}

/** Does it, and again when that had no effect after ten seconds: a program that is just starting loses keys, as people know. */
export function doUntil(
  viewer: Viewer,
  act: () => Promise<void>,
  isWanted: (picture: Picture) => boolean,
  what: string,
): Promise<Picture> {
  return waitUntil(async () => {
    await act();
    return await lookUntil(viewer, isWanted, what, 10_000);
  }, what);
}

function pictureOf(pixels: Buffer, width: number, height: number): Picture {
  return {
    width,
    height,
    at(x, y) {
      const value = pixels.readUInt32LE((y * width + x) * 4) & 0xffffff;
      return `#${value.toString(16).padStart(6, '0')}`;
    },
  };
}

function reader(socket: Duplex): (length: number) => Promise<Buffer> {
  let held = Buffer.alloc(0);
  let failure: Error | undefined;
  let wake = () => undefined as void;
  socket.on('data', (bytes) => {
    held = Buffer.concat([held, Buffer.from(bytes)]);
    wake();
  });
  socket.on('error', (error) => {
    failure = error;
    wake();
  });
  socket.on('close', () => {
    failure ??= new Error('the screen hung up');
    wake();
  });
  return async (length) => {
    while (held.length < length) {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}
