import type { ItemKind } from '../../engines/contract.js';

const kindsAsTheyGo: readonly ItemKind[] = ['server', 'snapshot', 'volume', 'port'];

/** Items in the order in which they go, for whoever looks at them: by stage, in a stage by kind. Plans and proofs keep their own. */
export function asTheyGo<Each extends { readonly kind: ItemKind; readonly stage: number }>(
  items: readonly Each[],
): Each[] {
  const placeOf = ({ kind }: Each): number => kindsAsTheyGo.indexOf(kind);
  return items.toSorted((one, other) => one.stage - other.stage || placeOf(one) - placeOf(other));
}
