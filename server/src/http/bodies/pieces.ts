/** A body in the pieces that it came in. */
export interface Pieces {
  add(chunk: Buffer): void;
  /** Bytes of the body. */
  length(): number;
  /** Bytes of memory, which are more. */
  held(): number;
  join(): Buffer;
}

const segmentBytes = 16_384;

/**
 * Pieces of some size are kept as they are, for the memory that they came in is theirs. Small ones are put together: one that comes
 * byte by byte must take up no more than another.
 * @param declared length that the body is to have in bytes; 0: not known
 */
export function createPieces(declared: number): Pieces {
  const pieces: Buffer[] = [];
  let length = 0;
  let held = 0;
  /** The last piece, while small ones can still be added to it. */
  let segment: Buffer | undefined;
  let filled = 0;

  const seal = (): void => {
    if (segment !== undefined) pieces.push(segment.subarray(0, filled));
    segment = undefined;
  };
  const addSmall = (chunk: Buffer): void => {
    if (segment === undefined || filled + chunk.length > segment.length) {
      seal();
      // Not from the pool that small buffers share: a part of that would keep all of it.
      const expected =
        declared === 0 ? segmentBytes : Math.min(segmentBytes, declared - length + chunk.length);
      segment = Buffer.allocUnsafeSlow(Math.max(expected, chunk.length));
      held += segment.length;
      filled = 0;
    }
    chunk.copy(segment, filled);
    filled += chunk.length;
  };

  return {
    add: (chunk) => {
      length += chunk.length;
      const memory = chunk.buffer.byteLength;
      // All of it at once is read and let go in the same turn.
      const isAll = chunk.length === declared;
      if (!isAll && (chunk.length * 2 < memory || chunk.length < segmentBytes / 4)) {
        addSmall(chunk);
        return;
      }
      seal();
      pieces.push(chunk);
      held += memory;
    },
    length: () => length,
    held: () => held,
    join: () => {
      seal();
      const [only] = pieces;
      return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, length);
    },
  };
}
