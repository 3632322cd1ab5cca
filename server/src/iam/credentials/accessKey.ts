import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../database/connect.js';
import type { IamUserId } from '../../ids.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import { lettersAndDigits, randomText, upperCaseAndDigits } from '../../secrets/randomText.js';

export interface AccessKey {
  /** 20 upper-case letters and digits. */
  readonly access: string;
  /** 40 letters and digits. Shown once, when it is made. */
  readonly secret: string;
}

/** A new access key, stored nowhere yet. */
export function randomAccessKey(ambient: Ambient): AccessKey {
  return {
    access: randomText(ambient, upperCaseAndDigits, 20),
    secret: randomText(ambient, lettersAndDigits, 40),
  };
}

/** Makes a permanent access key for a user; its secret is stored sealed. */
export async function createAccessKey(
  transaction: Transaction,
  { ambient, dataKeys }: { readonly ambient: Ambient; readonly dataKeys: DataKeys },
  userId: IamUserId,
  description = '',
): Promise<AccessKey> {
  const { access, secret } = randomAccessKey(ambient);
  noteMade(access);
  await transaction
    .insertInto('access_keys')
    .values({
      access_key: access,
      user_id: userId,
      sealed_secret: dataKeys.seal(Buffer.from(secret), secretContext(access)),
      description,
      created_at: ambient.now(),
    })
    .execute();
  return { access, secret };
}

/** What a sealed secret is bound to: it cannot be moved to another key. */
export function secretContext(accessKey: string): string {
  return `access-key:${accessKey}`;
}
