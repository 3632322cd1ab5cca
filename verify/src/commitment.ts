import { createHmac } from 'node:crypto';

/** A personal value that the log only commits to, opened: with its salt it can be checked, without it nobody can guess. */
export interface Opening {
  /** Whom it is about: `desktop`, `actor`, or `user:<id>`. */
  readonly subject: string;
  /** What it says of them: `name`, `email`, `computer_name`. */
  readonly field: string;
  /** 32 random bytes in hexadecimal digits. */
  readonly salt: string;
  readonly value: string;
}

/**
 * HMAC-SHA256 with the salt as its key. Subject and field are part of it, so that a value cannot be moved to another
 * person or field.
 * @returns 64 lower-case hexadecimal digits
 */
export function commitTo({ subject, field, salt, value }: Opening): string {
  return createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(JSON.stringify([subject, field, value]))
    .digest('hex');
}
