import { createHmac } from 'node:crypto';

/** A personal value with the salt of its commitment. The log holds the commitment only: without the salt nobody can guess the value. */
export interface Opening {
  /** What the value belongs to: `desktop`, `actor`, or `user:<id>`. */
  readonly subject: string;
  /** Which value it is: `name`, `email`, `computer_name`. */
  readonly field: string;
  /** 32 random bytes in hexadecimal digits. */
  readonly salt: string;
  readonly value: string;
}

/**
 * Commits to a value: HMAC-SHA256 with the salt as its key. Subject and field are included, so a value cannot be moved to
 * another subject or field.
 * @returns 64 lower-case hexadecimal digits
 */
export function commitTo({ subject, field, salt, value }: Opening): string {
  return createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(JSON.stringify([subject, field, value]))
    .digest('hex');
}
