import { callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';
import type { Flags, PlannedDesktop } from './plans';

/**
 * What came of asking for a deletion. `accepted`: it runs, whoever asked for it. `changed`: plan or name are others by now, nothing was
 * done. `refused`: nothing was done. `unknown`: the answer was lost, and nobody could be asked what came of it.
 */
export type Outcome =
  | { readonly state: 'accepted' }
  | { readonly state: 'changed' | 'refused' | 'unknown'; readonly error: Error };

/**
 * Deletes a desktop exactly as its plan says, by the plan's digest and the name that was shown. A second call, from another tab say, joins the deletion that runs. Where
 * the answer is lost the ledger is asked, so that nobody has to guess.
 */
export async function deleteAsPlanned(
  projectId: string,
  { desktop, plan }: PlannedDesktop,
  flags: Flags,
): Promise<Outcome> {
  const path = { desktop_id: desktop.desktop_id };
  try {
    await callOperation(projectId, 'DeleteDesktop', {
      path,
      query: { ...flags, computer_name: desktop.computer_name },
      headers: { 'if-match': `"${plan.digest}"` },
    });
    return { state: 'accepted' };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.status === 412) return { state: 'changed', error };
    // Gone already, or the answer was lost: in both cases the ledger knows.
    if (error.status !== 404 && error.status !== 0 && error.status < 500) return { state: 'refused', error };
    const isRecorded = await hasDeletion(projectId, desktop.desktop_id);
    if (isRecorded === undefined) return { state: 'unknown', error };
    return isRecorded ? { state: 'accepted' } : { state: 'refused', error };
  }
}

/** @returns undefined where nobody answers */
async function hasDeletion(projectId: string, desktopId: string): Promise<boolean | undefined> {
  try {
    await callOperation(projectId, 'ShowDeletion', { path: { desktop_id: desktopId } });
    return true;
  } catch (error) {
    return error instanceof ServiceError && error.status === 404 ? false : undefined;
  }
}
