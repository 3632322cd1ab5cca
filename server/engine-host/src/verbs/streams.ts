import type { Socket } from 'node:net';
import { imageLimits } from '../images/imageLimits.js';
import { imageName, showImage, uploadId } from '../images/imageRecords.js';
import type { ImageStore } from '../images/imageStore.js';
import { asFault, HostFault } from '../machine/fault.js';
import { type FieldReader, readObject } from '../machine/fields.js';

/**
 * What a connection carries once its first request has named a streaming verb. After the answer line that lets it begin, the
 * connection is raw:
 * - the client sends exactly as many bytes as its request says and half-closes; fewer mean that it broke off;
 * - bytes of ours are exactly as many as the answer line's `length` says; fewer mean that it broke;
 * - at the end comes one more answer line, under the same id, with the result or the fault, unless bytes were sent.
 * The bytes wait in the kernel while nobody reads them, so that neither side keeps more than a few.
 */
export interface RawStream {
  /** Of the answer line that lets it begin. */
  readonly result: object;
  /** Reads or writes the bytes. A client that goes away meanwhile makes the socket fail, and this with it. @returns the result of the last line; undefined: there is none */
  carry(socket: Socket): Promise<object | undefined>;
}

/** A verb that answers with a stream. @throws {HostFault} instead of beginning */
export type StreamVerb = (params: FieldReader) => Promise<RawStream>;
export type StreamVerbs = ReadonlyMap<string, StreamVerb>;

const maxStreams = 16;
/** A stream on which nothing moves for so long ends. Does not count while the host itself works. */
const idleMs = 60_000;
/** For the client to read the last line and hang up. */
const farewellMs = 5000;

/** The streaming verbs of the image store. */
export function imageStreams(images: ImageStore): [name: string, verb: StreamVerb][] {
  return [
    [
      'uploadImage',
      async (request) => {
        const params = request.object('params', ['upload', 'offset', 'length']);
        const upload = params.text('upload', uploadId);
        const offset = params.integer('offset', 0, Number.MAX_SAFE_INTEGER);
        const length = params.integer('length', 0, imageLimits.archiveBytes);
        return {
          result: {},
          async carry(socket) {
            const bytes = socket.iterator({ destroyOnReturn: false });
            return { size: await images.uploads.append(upload, { offset, length, bytes }) };
          },
        };
      },
    ],
    [
      'importImage',
      async (request) => {
        const params = request.object('params', ['upload', 'name', 'minimumDiskGiB', 'minimumMemoryMiB']);
        const order = {
          upload: params.text('upload', uploadId),
          name: params.text('name', imageName),
          minimumDiskGiB: params.integer('minimumDiskGiB', 1, 65_536),
          minimumMemoryMiB: params.integer('minimumMemoryMiB', 128, 4_194_304),
        };
        return {
          result: {},
          async carry(socket) {
            socket.resume();
            socket.setTimeout(0);
            return showImage(await images.import(order));
          },
        };
      },
    ],
  ];
}

/** Carries out streams, so many at a time. */
export interface Streams {
  /** Whether this request line is for a stream; only the first line of a connection is. */
  isFor(line: string): boolean;
  /** Answers the line and carries the stream to its end. The socket is paused and has all bytes after the line. Never throws. */
  serve(line: string, socket: Socket): Promise<void>;
}

/** @param verbs by name */
export function createStreams(verbs: StreamVerbs): Streams {
  let open = 0;
  return {
    isFor: (line) => verbs.has(nameOf(line)),
    async serve(line, socket) {
      let id: number | null = null;
      const say = (answer: object) => socket.write(`${JSON.stringify({ id, ...answer })}\n`);
      open += 1;
      socket.setTimeout(idleMs, () =>
        socket.destroy(new HostFault('timeout', 'nothing moved on the stream')),
      );
      try {
        const request = readObject(JSON.parse(line), 'request', ['id', 'verb', 'params']);
        id = request.integer('id', 0, Number.MAX_SAFE_INTEGER);
        if (open > maxStreams) throw new HostFault('capacity', `${maxStreams} streams are under way`);
        const stream = await verbs.get(request.text('verb', /^/))?.(request);
        if (stream === undefined) throw new HostFault('refused', 'there is no such stream');
        say({ ok: true, result: stream.result });
        const last = await stream.carry(socket);
        if (last !== undefined) say({ ok: true, result: last });
      } catch (error) {
        const { reason, kind, message } = asFault(error);
        if (socket.writable) say({ ok: false, reason, kind, message });
      } finally {
        open -= 1;
        // What is still to come is read, as the kernel would throw our answer away otherwise.
        socket.setTimeout(farewellMs);
        socket.resume().end();
      }
    },
  };
}

function nameOf(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'verb' in value ? String(value.verb) : '';
  } catch {
    return '';
  }
}
