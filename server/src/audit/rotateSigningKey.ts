import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database } from '../database/connect.js';
import type { IamUserId, ProjectId } from '../ids.js';
import type { DataKeys } from '../secrets/dataKeys.js';
import { appendEntry } from './appendEntry.js';
import { replaceSigningKey } from './signingKeys.js';

export interface RotationParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
}

export interface RotationOrder {
  /** The project that the call was made in; the log is the whole installation's. */
  readonly projectId: ProjectId;
  readonly askedBy: IamUserId;
  readonly requestId: string;
}

export interface Rotation {
  /** Ids are thumbprints of the public keys. */
  readonly retired: string;
  readonly current: string;
  readonly at: Date;
}

/**
 * Has the log signed by a new key from now on, in every replica: no head is being signed while the key changes, and each head
 * is signed by the key that is current in its own transaction. The change is in the log itself. The private half of the old
 * key is forgotten; what it signed stays valid.
 */
export async function rotateSigningKey(parts: RotationParts, order: RotationOrder): Promise<Rotation> {
  return parts.database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.sealing})`.execute(transaction);
    const at = parts.ambient.now();
    const { retired, current } = await replaceSigningKey(parts, transaction);
    await appendEntry(transaction, {
      kind: 'key-rotation',
      projectId: order.projectId,
      desktopId: null,
      content: {
        type: 'key-rotation',
        retired_key: retired,
        new_key: current,
        at: at.toISOString(),
        asked_by: order.askedBy,
        request_id: order.requestId,
      },
    });
    return { retired, current, at };
  });
}
