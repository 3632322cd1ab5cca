import { randomBytes, randomUUID } from 'node:crypto';

/** Everything a use case would otherwise take from thin air. Passed in, so that tests and the simulator decide. */
export interface Ambient {
  /** The present moment. */
  now(): Date;
  /** A random version 4 UUID, lower case, with dashes. */
  uuid(): string;
  /** Cryptographically strong random bytes. */
  randomBytes(size: number): Buffer;
}

/** The real clock and the operating system's randomness. */
export const realAmbient: Ambient = {
  now: () => new Date(),
  uuid: () => randomUUID(),
  randomBytes: (size) => randomBytes(size),
};

/** A fresh id in the API's second form: 32 lower-case hexadecimal characters, no dashes (users, projects, domains). */
export function newHexId(ambient: Ambient): string {
  return ambient.uuid().replaceAll('-', '');
}
