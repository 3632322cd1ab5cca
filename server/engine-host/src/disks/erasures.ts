import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { creationMark, type ItemRef, itemKinds, keyIdForm, uuid } from '../items/items.js';
import { syncDirectory, writeDurably } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';

const keptMs = 400 * 24 * 3_600_000;

/** That a key was destroyed, for the proof of a deletion. */
export interface Erasure {
  readonly keyId: string;
  /** By when at the latest; ISO 8601, UTC. */
  readonly destroyedAt: string;
}

interface Entry extends ItemRef {
  readonly keyId: string;
  /** Null: the destruction was about to begin. Nothing is claimed yet. */
  readonly destroyedAt: string | null;
}

/** What is known of destroyed keys, kept for 400 days after the items that took their keys with them. */
export interface Erasures {
  /** Notes durably that an item's removal is about to destroy a key. */
  intend(ref: ItemRef, keyId: string): Promise<void>;
  /** Notes durably that the key is destroyed; does nothing if the removal had never set out to do so. */
  complete(ref: ItemRef): Promise<void>;
  /** The destroyed key that went with an item, if one did. */
  of(ref: ItemRef): Erasure | undefined;
}

/**
 * Opens the directory of one file per destroyed key. Files are named by generation, which nothing else on the machine is.
 * @throws {HostFault} `internal` naming the file that cannot be understood
 */
export async function openErasures(dir: string): Promise<Erasures> {
  const entries = new Map<string, Entry>();
  const pathOf = (generation: string) => join(dir, `${generation}.json`);
  for (const file of await readdir(dir)) {
    const path = join(dir, file);
    if (!file.endsWith('.json')) {
      await rm(path, { force: true });
      continue;
    }
    const entry = await readEntry(path);
    entries.set(entry.generation, entry);
  }

  async function save(entry: Entry): Promise<void> {
    await writeDurably(pathOf(entry.generation), `${JSON.stringify(entry)}\n`);
    entries.set(entry.generation, entry);
  }

  async function prune(): Promise<void> {
    const before = new Date(Date.now() - keptMs).toISOString();
    const old = [...entries.values()].filter(
      (each) => each.destroyedAt !== null && each.destroyedAt < before,
    );
    for (const { generation } of old) {
      await rm(pathOf(generation), { force: true });
      entries.delete(generation);
    }
    if (old.length > 0) await syncDirectory(dir);
  }

  await prune();
  return {
    async intend({ kind, id, generation }, keyId) {
      if (entries.has(generation)) return;
      await prune();
      await save({ kind, id, generation, keyId, destroyedAt: null });
    },
    async complete({ generation }) {
      const entry = entries.get(generation);
      if (entry?.destroyedAt === null) await save({ ...entry, destroyedAt: new Date().toISOString() });
    },
    of({ kind, id, generation }) {
      const entry = entries.get(generation);
      if (entry?.kind !== kind || entry.id !== id || entry.destroyedAt === null) return undefined;
      return { keyId: entry.keyId, destroyedAt: entry.destroyedAt };
    },
  };
}

async function readEntry(path: string): Promise<Entry> {
  try {
    const keys = ['kind', 'id', 'generation', 'keyId', 'destroyedAt'];
    const fields = readObject(JSON.parse(await readFile(path, 'utf8')), 'erasure', keys);
    return {
      kind: fields.choice('kind', itemKinds),
      id: fields.text('id', uuid),
      generation: fields.text('generation', creationMark),
      keyId: fields.text('keyId', keyIdForm),
      destroyedAt: fields.isNull('destroyedAt')
        ? null
        : fields.text('destroyedAt', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HostFault('internal', `the erasure ${path} cannot be understood: ${why}`, { cause: error });
  }
}
