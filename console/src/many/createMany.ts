import type { UsualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { type Answer, callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';
import type { Order, OrderedDesktop } from '../desktops/order';
import { pauses } from '../lists/pause';
import type { ListedRow } from './checkList';

/** As many desktops as one order may have. */
export const batchSize = 100;

/** What came of ordering a desktop. `lost`: nobody answered, and nobody could be asked what came of it. */
export type RowState =
  | { readonly kind: 'waiting' | 'sending' | 'accepted' }
  | { readonly kind: 'refused' | 'lost'; readonly error: Error };

interface Parts {
  readonly projectId: string;
  readonly orderOf: (rows: readonly ListedRow[]) => Order;
  readonly onState: (rows: readonly ListedRow[], state: RowState) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Not the first time: some may be there by now. */
  readonly isRepeated: boolean;
}

/**
 * Orders the desktops of a list, batch after batch, each of which the service takes whole or not at all. Where an answer was lost, it is
 * looked whether the batch's desktops are there before it is sent again. Should it have been on its way still, then its names are taken,
 * so that the second one is refused: nothing is made twice.
 */
export async function createMany(rows: readonly ListedRow[], parts: Parts): Promise<void> {
  for (let at = 0; at < rows.length; at += batchSize) {
    const batch = rows.slice(at, at + batchSize);
    parts.onState(batch, { kind: 'sending' });
    const found = parts.isRepeated ? await findThere(batch, parts.projectId) : undefined;
    if (found !== undefined) parts.onState([...found], { kind: 'accepted' });
    const missing = batch.filter((row) => found?.has(row) !== true);
    if (missing.length > 0) parts.onState(missing, await createBatch(missing, parts));
  }
}

async function createBatch(batch: readonly ListedRow[], parts: Parts): Promise<RowState> {
  for (let attempt = 0; ; attempt += 1) {
    const error = await order(batch, parts);
    if (error === undefined) return { kind: 'accepted' };
    const isOpen = error.status === 0 || error.status >= 500;
    if (isOpen || error.status === 409) {
      const found = await findThere(batch, parts.projectId);
      if (found?.size === batch.length) return { kind: 'accepted' };
      if (!isOpen) return { kind: 'refused', error };
    } else if (error.status !== 429) return { kind: 'refused', error };
    const pause = pauses[attempt];
    if (pause === undefined) return { kind: isOpen ? 'lost' : 'refused', error };
    await parts.pause(pause);
  }
}

/** @returns undefined: it was accepted */
async function order(
  batch: readonly ListedRow[],
  { projectId, orderOf }: Parts,
): Promise<ServiceError | undefined> {
  try {
    await callOperation(projectId, 'CreateDesktop', { body: orderOf(batch) });
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

type Desktop = Answer<'ListDesktopsDetail'>['desktops'][number];

/** Those of a batch whose desktop is there, and is its user's. @returns undefined where nobody answers */
async function findThere(
  batch: readonly ListedRow[],
  projectId: string,
): Promise<ReadonlySet<ListedRow> | undefined> {
  try {
    const { desktops } = await callOperation(projectId, 'ListDesktopsDetail', {
      query: { computer_names: batch.map(({ computer_name }) => computer_name), limit: batchSize },
    });
    const byName = new Map(desktops.map((desktop) => [desktop.computer_name.toLowerCase(), desktop]));
    return new Set(batch.filter((row) => isOf(byName.get(row.computer_name.toLowerCase()), row)));
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function isOf(desktop: Desktop | undefined, { user_name }: ListedRow): boolean {
  if (desktop === undefined) return false;
  const [user] = desktop.user_list;
  return user_name === undefined ? user === undefined : user?.toLowerCase() === user_name.toLowerCase();
}

/** A row as CreateDesktop takes it. */
export function orderedDesktop(row: ListedRow, usualGroup: UsualGroup): OrderedDesktop {
  const { computer_name, user_name, user_email, user_phone, user_group } = row;
  if (user_name === undefined) return { computer_name };
  return {
    computer_name,
    user_name,
    user_group: user_group ?? usualGroup,
    ...(user_email === undefined ? {} : { user_email }),
    ...(user_phone === undefined ? {} : { user_phone }),
  };
}
