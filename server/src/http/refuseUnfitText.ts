import { ApiError } from '../errors/errors.js';
import { findUnfitText, unfitTextReason } from '../text/unfitText.js';

/**
 * Refuses a part of a request with a text that none may hold (U+0000, a lone surrogate) at any depth, keys included.
 * @throws {ApiError} WKS.0001 that names the field
 */
export function refuseUnfitText(part: 'path' | 'query' | 'body', value: unknown): void {
  const steps = findUnfitText(value);
  if (steps === undefined) return;
  const field = steps.join('.') || part;
  const { en, zh } = unfitTextReason;
  const words = { en: `${field} ${en}`, zh: `${field}${zh}` };
  throw new ApiError('WKS.0001', [words], steps.length === 0 ? part : `${part}: ${field}`);
}
