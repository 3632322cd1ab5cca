import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import type { JobId } from '../../ids.js';
import { retry } from '../../retry/retry.js';
import { isNameTaken } from './chooseNames.js';
import { type CreatedDesktops, type CreateOrder, createDesktopsIn } from './createDesktops.js';

/** How often other orders may snatch the names that were just chosen, before the caller is told to come again. */
const maxAttempts = 10;

/**
 * Accepts an order in a transaction of its own. Of two orders that want one name at the same moment the later one chooses
 * anew: made-up names move on to the next number, and a name that its caller chose turns out to be taken.
 * @returns the job that reports the creation
 * @throws {ApiError} as {@link createDesktopsIn}
 */
export async function acceptOrder(database: Database, ambient: Ambient, order: CreateOrder): Promise<JobId> {
  const accept = (): Promise<CreatedDesktops> =>
    retryOnConflict(() =>
      database.transaction().execute((transaction) => createDesktopsIn(transaction, ambient, order)),
    );
  try {
    const { jobId } = await retry(accept, { maxAttempts, isTransient: isNameTaken });
    return jobId;
  } catch (error) {
    throw isNameTaken(error) ? namesAreTaken() : error;
  }
}

const namesAreTaken = (): ApiError =>
  new ApiError('DPL.0409', [
    {
      en: 'other orders are taking the same desktop names; try again',
      zh: '桌面名称正被其他请求占用，请重试',
    },
  ]);
