import { ApiError } from '../errors/errors.js';
import type { Principal } from './principal.js';

/**
 * For what is the machine's or the installation's, not an account's: only users of the account that the service was installed for.
 * @throws {ApiError} DPL.0403 naming the action
 */
export function requireOperator(caller: Principal, action: string): void {
  if (!caller.isOperator) throw new ApiError('DPL.0403', [action]);
}
