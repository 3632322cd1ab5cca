import { ApiError } from '../errors/errors.js';

/**
 * Whether somebody whose request goes on may still have what he asked for (D12). `unknown`: it cannot be found out now, which is
 * neither.
 * @param admit throws as the request would be refused by now
 * @param onTrouble told why it cannot be found out
 */
export async function stillAllowed(
  admit: () => Promise<void>,
  onTrouble: (error: unknown) => void,
): Promise<'yes' | 'no' | 'unknown'> {
  try {
    await admit();
    return 'yes';
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return 'no';
    onTrouble(error);
    return 'unknown';
  }
}
