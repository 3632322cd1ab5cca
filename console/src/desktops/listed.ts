import type { TFunction } from 'i18next';
import { type Desktop, shownStatus, tagText } from './desktop';

/** What a table of desktops can be searched by. */
export const filterProperties = [
  'name',
  'state',
  'user',
  'size',
  'image',
  'address',
  'tag',
  'protected',
] as const;

/** A desktop with what it is searched and sorted by, in the words that are shown. */
export type ListedDesktop = Desktop & Readonly<Record<(typeof filterProperties)[number], string>>;

export function listed(desktop: Desktop, t: TFunction<'desktops'>): ListedDesktop {
  return {
    ...desktop,
    name: desktop.computer_name,
    state: t(`status.${shownStatus(desktop)}`),
    user: desktop.attach_user_infos.map(({ user_name }) => user_name).join(', '),
    size: sizeText(desktop, t),
    image: desktop.metadata['image_name'] ?? '',
    address: desktop.ip_addresses.join(', '),
    tag: desktop.tags.map(tagText).join(', '),
    protected: desktop.deletion_protection ? t('on') : t('off'),
  };
}

/** What a desktop has of cores and memory. */
export function sizeText({ product, product_id }: Desktop, t: TFunction<'desktops'>): string {
  return product === null
    ? product_id
    : t('size', { cpu: product.cpu, memory: Number(product.memory) / 1024 });
}
