import { randomBytes, randomUUID } from 'node:crypto';

/** Everything a use case would otherwise take from thin air. Passed in, so that tests and the simulator decide. */
export interface Ambient {
  /** The present moment by the clock of this machine. For what happens, and for everything between machines. */
  now(): Date;
  /**
   * The present moment by the service's clock, which every replica shares and which the tests of a test double may move: for what
   * expires, is locked out for a while, or is due at a set time, and for nothing else (docs/reference/decisions.md#d21). In SQL it is
   * `service_now()`.
   */
  serviceNow(): Date;
  /** A random version 4 UUID, lower case, with dashes. */
  uuid(): string;
  /** Cryptographically strong random bytes. */
  randomBytes(size: number): Buffer;
}

/** So much is drawn at once: asking the operating system costs the same for 32 bytes as for these. */
const poolBytes = 4_096;
let pool = Buffer.alloc(0);
let drawn = 0;

/** Every byte is given out once. A new pool takes the place of a used one, so that what was given out is never changed. */
function drawRandomBytes(size: number): Buffer {
  if (size > poolBytes / 16) return randomBytes(size);
  if (drawn + size > pool.length) {
    pool = randomBytes(poolBytes);
    drawn = 0;
  }
  drawn += size;
  return pool.subarray(drawn - size, drawn);
}

/** The real clock and the operating system's randomness. */
export const realAmbient: Ambient = {
  now: () => new Date(),
  // Of a service it is the database's (`clock/serviceClock.ts`).
  serviceNow: () => new Date(),
  uuid: () => randomUUID(),
  randomBytes: drawRandomBytes,
};

/** A fresh id in the API's second form: 32 lower-case hexadecimal characters, no dashes (users, projects, domains). */
export function newHexId(ambient: Ambient): string {
  return ambient.uuid().replaceAll('-', '');
}
