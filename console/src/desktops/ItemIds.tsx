import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordId } from '../layout/Records';

/** What is known of an item by ids, in a plan or a deletion. */
interface KnownItem {
  readonly id: string;
  readonly provider_id: string | null;
}

/** Under which id an item is everywhere, and, named as such, what the engine calls it where that is another one. */
export function ItemIds({ item }: { readonly item: KnownItem }): ReactNode {
  const { t } = useTranslation('desktops');
  const { id, inEngine } = idsOfItem(item);
  return (
    <>
      <RecordId>{id}</RecordId>
      {inEngine !== undefined && (
        <>
          <RecordId>{t('inEngine')}</RecordId>
          <RecordId>{inEngine}</RecordId>
        </>
      )}
    </>
  );
}

/**
 * Under which id an item is in every answer of the API, in plans, receipts and the command, and what the engine calls it.
 * Undefined: the engine has the same id for it, or none yet.
 */
function idsOfItem({ id, provider_id }: KnownItem): {
  readonly id: string;
  readonly inEngine: string | undefined;
} {
  return { id, inEngine: provider_id === null || provider_id === id ? undefined : provider_id };
}
