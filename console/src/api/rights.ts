import type { OperationName } from './operations';
import { useRead } from './queries';

/** In milliseconds: rights change rarely, and each call is decided anew. */
const readEvery = 60_000;

/**
 * Whether it makes sense to offer an operation to the user. While that is not known it does: the service refuses what must not be.
 * @returns `false` only where the user may carry it out on nothing
 */
export function useMay(operation: OperationName): boolean {
  const { data } = useRead('ShowOwnRights', {}, { every: readEvery });
  return data?.rights[operation] !== 'none';
}
