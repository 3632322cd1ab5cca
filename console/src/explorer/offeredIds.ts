import { createContext } from 'react';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { fittingProducts } from '../desktops/offer';
import type { RoutedOperation } from './apiDocument';
import { bodySchemaOf } from './filledCall';

/** One of the ids that a field may have here. */
export interface OfferedId {
  readonly value: string;
  readonly description: string;
}

/** By the name of the field, the usual one first. */
export type OfferedIds = Readonly<Record<string, readonly OfferedId[]>>;

export const OfferedIdsContext = createContext<OfferedIds>({});

const most = { query: { limit: 100 } };

/** The images and sizes of this installation, where a body names one and the user may read them. */
export function useOfferedIds(routed: RoutedOperation): OfferedIds {
  const names = Object.keys(bodySchemaOf(routed)?.properties ?? {});
  const readsImages = useMay('ListImages', { unknown: false }) && names.includes('image_id');
  const readsProducts = useMay('ListProducts', { unknown: false }) && names.includes('product_id');
  const images = useRead('ListImages', most, { enabled: readsImages }).data?.images ?? [];
  const { data: sizes } = useRead('ListProducts', most, { enabled: readsProducts });
  const products = fittingProducts(sizes?.products ?? [], images[0]);
  return {
    ...(images.length === 0
      ? {}
      : { image_id: images.map(({ id, name }) => ({ value: id, description: name })) }),
    ...(products.length === 0
      ? {}
      : {
          product_id: products.map(({ product_id, cpu, memory }) => ({
            value: product_id,
            description: `${cpu} vCPU, ${Number(memory) / 1024} GiB`,
          })),
        }),
  };
}

/** The usual one of each. */
export const firstOf = (offered: OfferedIds): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(offered).flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first.value]])),
  );
