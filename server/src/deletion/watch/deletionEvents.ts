import type { Language } from '../../errors/errors.js';
import { idsOf } from '../accept/describeAcceptance.js';
import { describeLastError } from '../ledger/askedInVain.js';
import type { LedgerDeletion, LedgerItem } from '../ledger/ledgerDeletion.js';

/** What of a deletion every event is derived from. */
export interface WatchedDeletion
  extends Pick<
    LedgerDeletion,
    'desktopId' | 'diskOf' | 'kind' | 'engine' | 'state' | 'acceptedAt' | 'failedSince' | 'completedAt'
  > {
  readonly items: readonly WatchedItem[];
}

export type WatchedItem = Pick<
  LedgerItem,
  | 'id'
  | 'kind'
  | 'providerId'
  | 'intent'
  | 'firstAskedAt'
  | 'ended'
  | 'endedAt'
  | 'grade'
  | 'keyId'
  | 'keyDestroyedAt'
  | 'lastError'
>;

/** What somebody who watches has been told of already. */
export interface Told {
  /** One bit per event that happens once: accepted, done, then for every item asked and ended. */
  readonly bits: bigint;
  /** Since when the deletion was failing when that was last told, in milliseconds since 1970; 0: never told. */
  readonly failing: number;
}

export const toldNothing: Told = { bits: 0n, failing: 0 };

export interface DeletionEvent {
  readonly name: 'accepted' | 'item-asked' | 'item-ended' | 'failing' | 'done';
  readonly at: Date;
  readonly data: object;
  /** What has been told once this event has been. */
  readonly told: Told;
}

/** The events to tell now, in the listener's language: everything on the ledger that was not told yet, in the order of its time. */
export function eventsSince(deletion: WatchedDeletion, told: Told, language: Language): DeletionEvent[] {
  const due = happened(deletion, language)
    .filter(({ bit, failing }) => (bit === undefined ? failing !== told.failing : (told.bits & bit) === 0n))
    .sort((one, other) => one.rank - other.rank || one.at.getTime() - other.at.getTime());
  let known = told;
  return due.map(({ name, at, data, bit, failing }) => {
    known = bit === undefined ? { ...known, failing } : { ...known, bits: known.bits | bit };
    // How many had ended by then, not by now: a listener who comes later is told the same.
    const count = name === 'item-ended' ? { items_ended: endsTold(known, deletion.items.length) } : {};
    const full = { ...idsOf(deletion), at: at.toISOString(), ...data, ...count };
    return { name, at, data: full, told: known };
  });
}

/** How many ends of items have been told. */
function endsTold({ bits }: Told, items: number): number {
  return Array.from({ length: items }, (_, index) => bits & endedBit(index)).filter((bit) => bit !== 0n)
    .length;
}

/** Whether nothing more can follow. */
export function toldAll(told: Told): boolean {
  return (told.bits & doneBit) !== 0n;
}

interface Happened extends Omit<DeletionEvent, 'told'> {
  readonly bit: bigint | undefined;
  readonly failing: number;
  /** Acceptance comes first and the end last, whatever clocks say. */
  readonly rank: number;
}

const acceptedBit = 1n;
const doneBit = 2n;
const askedBit = (item: number): bigint => 4n << BigInt(2 * item);
const endedBit = (item: number): bigint => askedBit(item) << 1n;

function happened(deletion: WatchedDeletion, language: Language): Happened[] {
  const { items, state, failedSince, completedAt } = deletion;
  const events: Happened[] = [
    {
      name: 'accepted',
      at: deletion.acceptedAt,
      data: { engine: deletion.engine, items_total: items.length },
      bit: acceptedBit,
      failing: 0,
      rank: 0,
    },
  ];
  items.forEach((item, index) => {
    const { id: item_id, kind, providerId: provider_id, intent } = item;
    if (item.firstAskedAt !== null)
      events.push({
        name: 'item-asked',
        at: item.firstAskedAt,
        data: { item_id, kind, provider_id, intent },
        bit: askedBit(index),
        failing: 0,
        rank: 1,
      });
    if (item.ended !== null && item.endedAt !== null)
      events.push({
        name: 'item-ended',
        at: item.endedAt,
        data: {
          item_id,
          kind,
          provider_id,
          ended: item.ended,
          absence_grade: item.grade,
          key_id: item.keyId,
          key_destroyed_at: item.keyDestroyedAt?.toISOString() ?? null,
          items_total: items.length,
        },
        bit: endedBit(index),
        failing: 0,
        rank: 1,
      });
  });
  if (state === 'failed' && failedSince !== null)
    events.push({
      name: 'failing',
      at: failedSince,
      data: {
        items: items
          .filter((item) => item.ended === null && item.lastError !== null)
          .map(({ id: item_id, kind, providerId: provider_id, lastError }) => ({
            item_id,
            kind,
            provider_id,
            last_error: describeLastError(lastError, language),
          })),
      },
      bit: undefined,
      failing: failedSince.getTime(),
      rank: 1,
    });
  if (state === 'done' && completedAt !== null)
    events.push({
      name: 'done',
      at: completedAt,
      data: { engine: deletion.engine, released: items.filter((item) => item.ended === 'released').length },
      bit: doneBit,
      failing: 0,
      rank: 2,
    });
  return events;
}

/** An event's id encodes all that was told up to it, so that any replica can go on from there. */
export function writeEventId({ bits, failing }: Told): string {
  return `${bits.toString(16)}-${failing.toString(36)}`;
}

/** Reads back what {@link writeEventId} wrote; anything else counts as nothing told. */
export function readEventId(id: string | undefined): Told {
  const match = /^([0-9a-f]{1,128})-([0-9a-z]{1,9})$/.exec(id ?? '');
  if (match === null) return toldNothing;
  const [, bits = '0', failing = '0'] = match;
  return { bits: BigInt(`0x${bits}`), failing: Number.parseInt(failing, 36) };
}

/** An event on the wire (WHATWG HTML, "Server-sent events"). JSON has no line breaks of its own. */
export function writeEvent(event: DeletionEvent): string {
  return `id: ${writeEventId(event.told)}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;
}
