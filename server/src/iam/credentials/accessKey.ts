import type { Kysely } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Schema } from '../../database/schema.js';
import type { IamUserId } from '../../ids.js';
import type { DataKeys } from '../../secrets/dataKeys.js';

export interface AccessKey {
  /** 20 upper-case letters and digits. */
  readonly access: string;
  /** 40 letters and digits. Shown once, when it is made. */
  readonly secret: string;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const alphanumeric = `${upper}abcdefghijklmnopqrstuvwxyz`;

/** A new access key, stored nowhere yet. */
export function randomAccessKey(ambient: Ambient): AccessKey {
  return { access: randomText(ambient, upper, 20), secret: randomText(ambient, alphanumeric, 40) };
}

/** Makes a permanent access key for a user; its secret is stored sealed. */
export async function createAccessKey(
  parts: { readonly database: Kysely<Schema>; readonly ambient: Ambient; readonly dataKeys: DataKeys },
  userId: IamUserId,
  description = '',
): Promise<AccessKey> {
  const { access, secret } = randomAccessKey(parts.ambient);
  noteMade(access);
  await parts.database
    .insertInto('access_keys')
    .values({
      access_key: access,
      user_id: userId,
      sealed_secret: parts.dataKeys.seal(Buffer.from(secret), secretContext(access)),
      description,
      created_at: parts.ambient.now(),
    })
    .execute();
  return { access, secret };
}

/** A password that nobody has to remember: 24 letters and digits, 142 bits. */
export function randomPassword(ambient: Ambient): string {
  return randomText(ambient, alphanumeric, 24);
}

/** What a sealed secret is bound to: it cannot be moved to another key. */
export function secretContext(accessKey: string): string {
  return `access-key:${accessKey}`;
}

/** Every character of the alphabet is equally likely: bytes past its last whole multiple are thrown away. */
function randomText(ambient: Ambient, alphabet: string, length: number): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of ambient.randomBytes(length)) {
      if (byte < fair && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
