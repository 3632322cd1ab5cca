import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordId } from '../layout/Records';
import { idsOfItem, type KnownItem } from './itemWords';

/** Under which id an item is everywhere, and, named as such, what the engine calls it where that is another one. */
export function ItemIds({ item }: { readonly item: KnownItem }): ReactNode {
  const { t } = useTranslation('deletions');
  const { id, inEngine } = idsOfItem(item);
  return (
    <>
      <RecordId>{id}</RecordId>
      {inEngine !== undefined && (
        <>
          <RecordId>{t('item.inEngine')}</RecordId>
          <RecordId>{inEngine}</RecordId>
        </>
      )}
    </>
  );
}
