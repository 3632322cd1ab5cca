import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';

type Setting = Answer<'ShowInstallation'>['settings'][number];

interface Props {
  readonly settings: readonly Setting[];
  /** The file that they may come from; null: none was read. */
  readonly file: string | null;
}

/** Every setting: what it is, where that comes from, what it would be otherwise, what it means. */
export function SettingsTable({ settings, file }: Props): ReactNode {
  const { t } = useTranslation('settings');
  const [shown, setShown] = useState('all');
  const made = settings.filter(({ source }) => source !== 'default');
  const { items, collectionProps } = useCollection(shown === 'all' ? settings : made, { sorting: {} });
  return (
    <Table
      {...collectionProps}
      contentDensity="compact"
      wrapLines
      enableKeyboardNavigation
      trackBy="name"
      items={items}
      ariaLabels={{ tableLabel: t('table') }}
      empty={
        <Box textAlign="center" padding="l">
          {t('noneSet')}
        </Box>
      }
      header={
        <Header
          variant="h2"
          counter={t('counter', { set: made.length, all: settings.length })}
          description={file === null ? t('how') : t('howFile', { file })}
        >
          {t('table')}
        </Header>
      }
      filter={
        <SegmentedControl
          label={t('show')}
          selectedId={shown}
          options={[
            { id: 'all', text: t('shown.all') },
            { id: 'set', text: t('shown.set') },
          ]}
          onChange={({ detail }) => setShown(detail.selectedId)}
        />
      }
      columnDefinitions={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'name',
          minWidth: 270,
          cell: ({ name }) => <Box variant="code">{name}</Box>,
        },
        { id: 'value', header: t('value'), minWidth: 150, cell: (setting) => <Value {...setting} /> },
        {
          id: 'source',
          header: t('source.title'),
          sortingField: 'source',
          minWidth: 130,
          cell: ({ source }) => t(`source.${source}`),
        },
        {
          id: 'default',
          header: t('default'),
          cell: (setting) => (setting.default === '' ? '–' : setting.default),
        },
        { id: 'meaning', header: t('meaning'), minWidth: 280, cell: ({ meaning }) => meaning },
      ]}
    />
  );
}

function Value({ value, source }: Setting): ReactNode {
  const { t } = useTranslation('settings');
  if (value === null) return <StatusIndicator type="success">{t('secret')}</StatusIndicator>;
  if (value === '') return '–';
  return source === 'default' ? value : <Box fontWeight="bold">{value}</Box>;
}
