import { ApiError } from '../errors/errors.js';
import { formatMillisecondTime, parseApiTime } from '../http/apiTimes.js';

/**
 * Reads `account_expires`: null for `0` (never), undefined for nothing said, which Terraform writes as an empty text.
 * @param at where in the body the field stands: `users.3.`
 * @throws {ApiError} WKS.0001
 */
export function parseAccountExpiry(text: string | undefined, at = ''): Date | null | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === '0') return null;
  const time = parseApiTime(text);
  if (time === undefined) {
    throw new ApiError(
      'WKS.0001',
      [
        {
          en: `${at}account_expires is neither 0 nor a time like 2030-01-31T00:00:00Z`,
          zh: `${at}account_expires应为0或时间，例如2030-01-31T00:00:00Z`,
        },
      ],
      `body: ${at}account_expires`,
    );
  }
  return time;
}

/** As lists write it: `0` for never. */
export function formatAccountExpiry(time: Date | null): string {
  return time === null ? '0' : formatMillisecondTime(time);
}

/** As details write it: milliseconds since 1970, 0 for never. */
export function countAccountExpiry(time: Date | null): number {
  return time?.getTime() ?? 0;
}
