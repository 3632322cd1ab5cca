import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { ItemKind, ListedItem, ProviderRef } from '../engines/contract.js';
import type { ItemId } from '../ids.js';
import type { Candidates, CreationRecord } from './classify.js';

/** So many names or ids go into one statement. */
const chunk = 5_000;

const recordColumns = sql`
  i.id as "itemId", d.project_id as "projectId", i.desktop_id as "desktopId", i.kind, i.single_use_name as name,
  i.state, i.ownership, i.provider_id as "providerId", i.generation, i.asked, d.gone_at is not null as "desktopGone",
  i.released`;

/** What is on the ledger, and what its tombstones keep of it once a deletion was let go. */
const recordTables = sql`
  (
    select id, desktop_id, kind, single_use_name, state, ownership, provider_id, generation, asked_at is not null as asked, released
    from items
    union all
    select item_id, desktop_id, kind, single_use_name, 'absent', ownership, provider_id, generation, asked, false
    from past_items
  ) i join desktops d on d.id = i.desktop_id`;

/** An item of an engine with everything on record that it could be. */
export interface ListedWithRecords {
  readonly item: ListedItem;
  readonly candidates: Candidates;
}

/**
 * Looks up what is on record of the items that an engine has listed. To be called after listing, never before: every item
 * was on record before it was asked for (D7), so that none can be too new to be found.
 * @param listed all of one kind
 */
export async function readRecords(
  database: Database,
  kind: ItemKind,
  listed: readonly ListedItem[],
): Promise<ListedWithRecords[]> {
  const items = [...new Map(listed.map((item) => [keyOf(item), item])).values()];
  const namesakes = new Map<string, number>();
  for (const { name } of items) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  const byName = new Map<string, CreationRecord>();
  for (const record of await readByName(database, [...namesakes.keys()])) byName.set(record.name, record);
  const named = (item: ListedItem): CreationRecord | undefined => byName.get(item.name);
  // The name leads to the record of almost every item; only the others need the costlier look by id.
  const others = items.filter((item) => !isCreationOf(named(item), item));
  const byKey = new Map<string, CreationRecord[]>();
  for (const record of await readById(database, kind, others)) {
    byKey.set(recordKey(record), [...(byKey.get(recordKey(record)) ?? []), record]);
  }
  return items.map((item) => {
    const record = named(item);
    const created =
      record !== undefined && isCreationOf(record, item) ? [record] : (byKey.get(keyOf(item)) ?? []);
    return { item, candidates: { named: record, created, namesakes: namesakes.get(item.name) ?? 1 } };
  });
}

/** The live items of a kind, page by page in order of their ids, that are not being deleted and ought to be listed. */
export async function* readExpected(database: Database, kind: ItemKind): AsyncGenerator<CreationRecord[]> {
  let after: ItemId | undefined;
  for (;;) {
    const ids = await readPage(database, kind, after);
    const { rows } = await sql<CreationRecord>`
      select ${recordColumns} from ${recordTables}
      where i.id = any(${ids}::uuid[]) and i.state = 'present' and d.gone_at is null
        and not exists (select from deletions where deletions.desktop_id in (i.desktop_id, i.id))
      order by i.id`.execute(database);
    if (rows.length > 0) yield rows;
    after = ids.at(-1);
    if (ids.length < chunk) return;
  }
}

/** Which items a page is made from: by one index, where a statement with all conditions would read the whole fleet for each page. */
async function readPage(database: Database, kind: ItemKind, after: ItemId | undefined): Promise<ItemId[]> {
  const rows = await database
    .selectFrom('items')
    .select('id')
    .where('kind', '=', kind)
    .where('state', '=', 'present')
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? null))
    .orderBy('id')
    .limit(chunk)
    .execute();
  return rows.map(({ id }) => id);
}

/** Those of the items that the ledger still believes to be there, with no deletion under way. */
export async function stillExpected(database: Database, ids: readonly ItemId[]): Promise<Set<ItemId>> {
  const { rows } = await sql<{ id: ItemId }>`
    select i.id from items i join desktops d on d.id = i.desktop_id
    where i.id = any(${ids}::uuid[]) and i.state = 'present' and d.gone_at is null
      and not exists (select from deletions where deletions.desktop_id in (i.desktop_id, i.id))`.execute(
    database,
  );
  return new Set(rows.map((row) => row.id));
}

/** An engine's item among those of its kind. */
export function keyOf({ id, generation }: Pick<ProviderRef, 'id' | 'generation'>): string {
  return `${id}\n${generation}`;
}

function recordKey({ providerId, generation }: CreationRecord): string {
  return `${providerId}\n${generation}`;
}

function isCreationOf(record: CreationRecord | undefined, item: ListedItem): boolean {
  return (
    record !== undefined &&
    record.kind === item.kind &&
    record.providerId === item.id &&
    record.generation === item.generation
  );
}

async function readByName(database: Database, names: readonly string[]): Promise<CreationRecord[]> {
  return inChunks(names, async (part) => {
    const { rows } = await sql<CreationRecord>`
      select ${recordColumns} from ${recordTables} where i.single_use_name = any(${part}::text[])`.execute(
      database,
    );
    return rows;
  });
}

async function readById(
  database: Database,
  kind: ItemKind,
  items: readonly ListedItem[],
): Promise<CreationRecord[]> {
  return inChunks([...new Set(items.map((item) => item.id))], async (part) => {
    const { rows } = await sql<CreationRecord>`
      select ${recordColumns} from ${recordTables}
      where i.kind = ${kind} and i.provider_id = any(${part}::text[])`.execute(database);
    return rows;
  });
}

async function inChunks<Value, Row>(
  values: readonly Value[],
  read: (part: readonly Value[]) => Promise<Row[]>,
): Promise<Row[]> {
  const found: Row[] = [];
  for (let start = 0; start < values.length; start += chunk) {
    found.push(...(await read(values.slice(start, start + chunk))));
  }
  return found;
}
