import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import {
  type Engine,
  EngineError,
  type ItemKind,
  itemKinds,
  type ListedItem,
  type Observation,
} from '../engines/contract.js';
import type { ProjectId } from '../ids.js';
import { type CreationRecord, classify, type DoubtReason, type OrphanReason } from './classify.js';
import { eachOf } from './eachOf.js';
import { keyOf, readExpected, readRecords, stillExpected } from './readRecords.js';

export interface ScanParts {
  readonly database: Database;
  readonly engine: Pick<Engine, 'list' | 'observe' | 'exclusive'>;
  readonly ambient: Pick<Ambient, 'now'>;
}

/** What a comparison of the engine with the ledger found, over all projects. */
export interface OrphanScan {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Kinds of items that could not be listed, and why: nothing is said about them. */
  readonly problems: readonly { readonly kind: ItemKind; readonly reason: string }[];
  /** Items that are ours and ought to be there, by project. */
  readonly live: ReadonlyMap<ProjectId, number>;
  readonly suspects: readonly Suspect[];
  readonly missing: readonly Missing[];
  /** Items that may be missing but were not looked at, as too many are: by project. */
  readonly notLookedAt: ReadonlyMap<ProjectId, number>;
  readonly foreign: readonly ListedItem[];
}

/** An item that the engine has and the ledger does not account for. Seen with a look of its own, not only listed. */
export type Suspect = {
  readonly item: ListedItem;
  readonly status: string | null;
} & (
  | { readonly class: 'ours-orphaned'; readonly record: CreationRecord; readonly reason: OrphanReason }
  | {
      readonly class: 'unknown';
      /** Undefined: no ledger knows it, so that it belongs to no project. */
      readonly record: CreationRecord | undefined;
      readonly reason: DoubtReason | 'not-on-record';
    }
);

/** An item that the ledger believes to be there and a look found gone, or another's. */
export interface Missing {
  readonly record: CreationRecord;
  readonly seen: 'absent' | 'replaced';
}

/** Looks at the engine at once. */
const looksAtOnce = 8;
/** An engine that forgets everything must not be asked about everything. */
const maxMissingLooks = 500;

/**
 * Compares what the engine holds with the ledger (docs/reference/choices.md#orphans). Changes nothing. Lists may lag, so that
 * every suspicion is confirmed by looking at the item itself: what is not there any more, or not ours any more, is no orphan.
 */
export async function scanOrphans(parts: ScanParts): Promise<OrphanScan> {
  const startedAt = parts.ambient.now();
  const problems: { kind: ItemKind; reason: string }[] = [];
  const lists = new Map<ItemKind, ListedItem[]>();
  // All lists before any look at the ledger: what comes into being meanwhile is on record then.
  for (const kind of itemKinds) {
    const listed = await tell(() => parts.engine.list(kind));
    if (listed instanceof EngineError) problems.push({ kind, reason: `${listed.reason}: ${listed.message}` });
    else lists.set(kind, listed);
  }
  const live = new Map<ProjectId, number>();
  const notLookedAt = new Map<ProjectId, number>();
  const suspects: Suspect[] = [];
  const missing: Missing[] = [];
  const foreign: ListedItem[] = [];
  for (const [kind, listed] of lists) {
    const suspected: Suspect[] = [];
    for (const { item, candidates } of await readRecords(parts.database, kind, listed)) {
      const verdict = classify(item, candidates, parts.engine);
      if (verdict.class === 'foreign') foreign.push(item);
      else if (verdict.class === 'ours-live') add(live, verdict.record.projectId);
      else suspected.push({ item, status: null, ...verdict });
    }
    suspects.push(...(await confirmSuspects(parts, suspected)));
    missing.push(...(await findMissing(parts, kind, listed, notLookedAt)));
  }
  return {
    startedAt,
    finishedAt: parts.ambient.now(),
    problems,
    live,
    suspects,
    missing,
    notLookedAt,
    foreign,
  };
}

async function confirmSuspects(parts: ScanParts, suspected: readonly Suspect[]): Promise<Suspect[]> {
  const looked = await eachOf(suspected, looksAtOnce, async (suspect): Promise<Suspect | undefined> => {
    const seen = await tell(() => parts.engine.observe(suspect.item));
    if (seen instanceof EngineError || seen.state === 'unknown') {
      // Whatever the list said: of an item that could not be looked at nothing else is known.
      const { item, record } = suspect;
      return { item, record, status: null, class: 'unknown', reason: 'engine-cannot-tell' };
    }
    return seen.state === 'present' ? { ...suspect, status: seen.status } : undefined;
  });
  return looked.filter((suspect) => suspect !== undefined);
}

async function findMissing(
  parts: ScanParts,
  kind: ItemKind,
  listed: readonly ListedItem[],
  notLookedAt: Map<ProjectId, number>,
): Promise<Missing[]> {
  const there = new Set(listed.map(keyOf));
  const unseen: CreationRecord[] = [];
  for await (const page of readExpected(parts.database, kind)) {
    for (const record of page) {
      const { providerId: id, generation } = record;
      if (id === null || generation === null || there.has(keyOf({ id, generation }))) continue;
      if (unseen.length < maxMissingLooks) unseen.push(record);
      else add(notLookedAt, record.projectId);
    }
  }
  const looked = await eachOf(unseen, looksAtOnce, async (record): Promise<Missing | undefined> => {
    const { providerId: id, generation } = record;
    if (id === null || generation === null) return undefined;
    const seen: Observation | EngineError = await tell(() => parts.engine.observe({ kind, id, generation }));
    if (seen instanceof EngineError) return undefined;
    return seen.state === 'absent' || seen.state === 'replaced' ? { record, seen: seen.state } : undefined;
  });
  const gone = looked.filter((each) => each !== undefined);
  // A deletion that was accepted meanwhile is no loss.
  const expected = await stillExpected(
    parts.database,
    gone.map(({ record }) => record.itemId),
  );
  return gone.filter(({ record }) => expected.has(record.itemId));
}

/** What the engine says, or that it could not: also one that breaks in a way it should not says nothing about items (S5). */
async function tell<Answer>(ask: () => Promise<Answer>): Promise<Answer | EngineError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EngineError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new EngineError('internal', message, { cause: error });
  }
}

function add(counts: Map<ProjectId, number>, projectId: ProjectId): void {
  counts.set(projectId, (counts.get(projectId) ?? 0) + 1);
}
