import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import { keyOf, type Scan } from './scan';

/** Items that are not ours: only ever shown, and only to whoever runs the service. */
export function ForeignItems({ items }: { readonly items: NonNullable<Scan['foreign_items']> }): ReactNode {
  const { t } = useTranslation('orphans');
  return (
    <ExpandableSection
      variant="container"
      headerText={t('foreign.title')}
      headerCounter={`(${items.length})`}
      headerDescription={t('foreign.description')}
    >
      <Table
        variant="embedded"
        contentDensity="compact"
        ariaLabels={{ tableLabel: t('foreign.title') }}
        items={items}
        trackBy={keyOf}
        columnDefinitions={[
          { id: 'kind', header: t('kind.title'), cell: ({ kind }) => t(`kind.${kind}`) },
          { id: 'id', header: t('id'), isRowHeader: true, cell: ({ id }) => id },
          { id: 'name', header: t('name'), cell: ({ name }) => name },
          { id: 'created', header: t('created'), cell: ({ created_at }) => formatTime(created_at) },
        ]}
      />
    </ExpandableSection>
  );
}
