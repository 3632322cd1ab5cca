import { hash, verify } from '@node-rs/argon2';
import type { Ambient } from '../ambient.js';
import { ApiError } from '../errors/errors.js';

/** Hashes and checks passwords with argon2id. */
export interface Passwords {
  /** @returns a PHC string, salt included */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. Without a hash (no such user) it does the same work and says no.
   * @param source whose password it is to be, as far as waiting goes: none may fill the queue for the others
   * @throws {ApiError} DPL.0503 when too many are waiting
   */
  verify(passwordHash: string | undefined, password: string, source?: string): Promise<boolean>;
}

/** Each takes 19 MiB and a thread of the pool that files and name look-ups need too, so never all of them. */
const maxAtOnce = 2;
const maxWaiting = 200;
const maxWaitingOfOneSource = 50;

/** @param ambient gives the decoy that unknown users are checked against */
export async function createPasswords(ambient: Ambient): Promise<Passwords> {
  const limit = createGate();
  const decoy = await hash(ambient.randomBytes(32));
  return {
    hash: (password) => limit(() => hash(password)),
    verify: (passwordHash, password, source) =>
      limit(
        async () => (await verify(passwordHash ?? decoy, password)) && passwordHash !== undefined,
        source,
      ),
  };
}

function createGate(): <Result>(work: () => Promise<Result>, source?: string) => Promise<Result> {
  const waiting: { readonly source: string | undefined; readonly go: () => void }[] = [];
  const isFull = (source: string | undefined): boolean => {
    if (waiting.length >= maxWaiting) return true;
    if (source === undefined || waiting.length < maxWaitingOfOneSource) return false;
    return waiting.filter((one) => one.source === source).length >= maxWaitingOfOneSource;
  };
  let running = 0;
  return async (work, source) => {
    if (running >= maxAtOnce) {
      if (isFull(source))
        throw new ApiError('DPL.0503', [{ en: 'too many logins at once', zh: '同时登录过多' }]);
      // Whoever finishes hands its place on, so the count does not change.
      await new Promise<void>((go) => waiting.push({ source, go }));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next.go();
    }
  };
}
