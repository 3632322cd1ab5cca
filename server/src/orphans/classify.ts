import type { Engine, ItemKind, ListedItem } from '../engines/contract.js';
import { looksSingleUse } from '../engines/singleUseName.js';
import type { DesktopId, Generation, ItemId, ProjectId, ProviderId, SingleUseName } from '../ids.js';

/** What the ledger knows of an item that we asked an engine for, or that was lent to a desktop of ours. */
export interface CreationRecord {
  readonly itemId: ItemId;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly kind: ItemKind;
  readonly name: SingleUseName;
  readonly state: 'intended' | 'present' | 'absent';
  readonly ownership: 'created' | 'preexisting';
  /** Null: the engine's answer to its creation never came, or it was never asked for. */
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  /** Whether its creation was asked for and not refused. */
  readonly asked: boolean;
  /** A named operator took it off the ledger (S7). */
  readonly released: boolean;
  readonly desktopGone: boolean;
}

/** Why an item that is ours ought not to be there any more. */
export type OrphanReason = 'seen-absent' | 'released' | 'desktop-gone';

/** Why nobody can say whose an item is without an operator looking at it. */
export type DoubtReason =
  | 'another-generation'
  | 'several-of-one-name'
  | 'never-asked-for'
  | 'records-disagree'
  | 'another-kind'
  | 'engine-cannot-tell';

export type Verdict =
  | { readonly class: 'ours-live'; readonly record: CreationRecord }
  | { readonly class: 'ours-orphaned'; readonly record: CreationRecord; readonly reason: OrphanReason }
  | { readonly class: 'unknown'; readonly record: CreationRecord; readonly reason: DoubtReason }
  | { readonly class: 'unknown'; readonly record: undefined; readonly reason: 'not-on-record' }
  | { readonly class: 'foreign' };

/** Everything on record that an engine's item could be. */
export interface Candidates {
  /** The record whose single-use name it carries. */
  readonly named: CreationRecord | undefined;
  /** The records of its very id and generation. */
  readonly created: readonly CreationRecord[];
  /** How many different items of its kind carry its name, itself included. */
  readonly namesakes: number;
}

/**
 * Whose an item is that an engine lists. The creation record decides: the id with the generation that the engine gave. A
 * name alone counts only for a record that waits for exactly that name and has no id yet, and only if a single item
 * carries it (S2, S3, D7). Everything that contradicts itself is left to an operator, and so is what no ledger knows but carries
 * a name of our form in an engine that nobody else uses: a database that was put back has forgotten what was made since.
 */
export function classify(
  listed: Pick<ListedItem, 'kind' | 'name'>,
  candidates: Candidates,
  { exclusive }: Pick<Engine, 'exclusive'>,
): Verdict {
  const { named, created, namesakes } = candidates;
  const made = created.filter((record) => record.ownership === 'created');
  const [record, another] = made;
  if (record !== undefined) {
    const disagree = another !== undefined || (named !== undefined && named.itemId !== record.itemId);
    return disagree ? { class: 'unknown', record, reason: 'records-disagree' } : judge(record);
  }
  // What was there before a desktop is in use by it while on its ledger, and nobody's business of ours afterwards.
  const lent = created.find((each) => isLive(each));
  if (lent !== undefined) return { class: 'ours-live', record: lent };
  if (named === undefined) {
    const forgotten = exclusive && created.length === 0 && looksSingleUse(listed.name);
    return forgotten
      ? { class: 'unknown', record: undefined, reason: 'not-on-record' }
      : { class: 'foreign' };
  }
  if (named.ownership === 'preexisting') return { class: 'foreign' };
  const doubt = doubtAbout(listed.kind, named, namesakes);
  return doubt === undefined ? judge(named) : { class: 'unknown', record: named, reason: doubt };
}

/** Why an item is not proven to be the one that a record waits for, although it carries its name. */
function doubtAbout(kind: ItemKind, named: CreationRecord, namesakes: number): DoubtReason | undefined {
  if (named.kind !== kind) return 'another-kind';
  if (named.providerId !== null) return 'another-generation';
  if (namesakes > 1) return 'several-of-one-name';
  return named.asked ? undefined : 'never-asked-for';
}

function judge(record: CreationRecord): Verdict {
  if (isLive(record)) return { class: 'ours-live', record };
  const reason = record.released ? 'released' : record.state === 'absent' ? 'seen-absent' : 'desktop-gone';
  return { class: 'ours-orphaned', record, reason };
}

function isLive(record: CreationRecord): boolean {
  return record.state !== 'absent' && !record.released && !record.desktopGone;
}
