import type { OperationName } from './operations';
import { useRead } from './queries';

/** In milliseconds: rights change rarely, and each call is decided anew. */
const readEvery = 60_000;

/**
 * Whether it makes sense to offer an operation to the user. While that is not known it does: the service refuses what must not be.
 * @param options what to say while that is not known
 * @returns `false` only where the user may carry it out on nothing
 */
export function useMay(
  operation: OperationName,
  { unknown }: { readonly unknown: boolean } = { unknown: true },
): boolean {
  const { data } = useRead('ShowOwnRights', {}, { every: readEvery });
  return data === undefined ? unknown : data.rights[operation] !== 'none';
}
