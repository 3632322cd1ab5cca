import { useRead } from '../api/queries';
import type { Details } from './details';
import { fittingProducts, type Image, type Product } from './offer';

export interface Offer {
  readonly images: readonly Image[];
  readonly image: Image | undefined;
  /** Those that can run the image. */
  readonly products: readonly Product[];
  readonly product: Product | undefined;
  readonly error: Error | null;
}

/** What desktops can be made of, and what of it was chosen or else is usual. */
export function useOffer(details: Details): Offer {
  const images = useRead('ListImages', { query: { limit: 100 } });
  const products = useRead('ListProducts', { query: { limit: 100 } });
  const offered = images.data?.images ?? [];
  const image = offered.find(({ id }) => id === details.imageId) ?? offered[0];
  const fitting = fittingProducts(products.data?.products ?? [], image);
  return {
    images: offered,
    image,
    products: fitting,
    product: fitting.find(({ product_id }) => product_id === details.productId) ?? fitting[0],
    error: images.error ?? products.error,
  };
}
