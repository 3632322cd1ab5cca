import { randomBytes, randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { ItemKind } from '../engines/contract.js';
import { asId, type DesktopId, type ItemId, type SingleUseName } from '../ids.js';
import type { TestProject } from './desktopRows.js';

/** An item in the world of the simulated engine. */
export interface Planted {
  readonly kind: ItemKind;
  readonly id: string;
  readonly generation: string;
  readonly name: string;
}

/**
 * Puts an item into the simulated engine's world past the service.
 * @param uses ids of what a server was built with
 * @param keyId what a disk is encrypted under
 */
export async function plantInEngine(
  database: Database,
  different: Partial<Planted> = {},
  uses: readonly string[] = [],
  keyId: string | null = null,
): Promise<Planted> {
  const planted: Planted = {
    kind: 'volume',
    id: randomUUID(),
    generation: randomUUID(),
    name: `dp-${randomBytes(16).toString('hex')}`,
    ...different,
  };
  // What is there again was not destroyed, as far as this engine knows.
  await database.deleteFrom('simulated_erasures').where('id', '=', planted.id).execute();
  await database
    .insertInto('simulated_items')
    .values({
      ...planted,
      status: planted.kind === 'server' ? 'active' : 'available',
      created_at: new Date(),
      changes_at: null,
      changes_to: null,
      key_id: keyId,
      spec: JSON.stringify({ uses }),
    })
    .execute();
  return planted;
}

/** Puts a record into the ledger, of an item that the engine does not have. */
export async function addItem(
  database: Database,
  project: Pick<TestProject, 'projectId'>,
  desktopId: DesktopId,
  different: Partial<Insertable<Schema['items']>> = {},
) {
  return database
    .insertInto('items')
    .values({
      id: asId<ItemId>(randomUUID()),
      project_id: project.projectId,
      desktop_id: desktopId,
      kind: 'volume',
      single_use_name: asId<SingleUseName>(`dp-${randomBytes(16).toString('hex')}`),
      created_at: new Date(),
      ...different,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
