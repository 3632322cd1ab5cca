import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { DesktopLinks } from '../desktops/DesktopLinks';
import { formatBytes, formatTime } from '../language/format';
import { isImported, type UsedImage } from './images';

interface Props {
  readonly images: readonly UsedImage[];
  readonly loading: boolean;
  /** Whether the engine takes any. */
  readonly takesImages: boolean;
  readonly onImport: () => void;
  readonly onDelete: (image: UsedImage) => void;
}

/** The images, each with its size, its source and who uses it. */
export function ImageTable({ images, loading, takesImages, onImport, onDelete }: Props): ReactNode {
  const { t } = useTranslation('images');
  const mayImport = useMay('ImportImage');
  const mayDelete = useMay('DeleteImage');
  const { items, collectionProps } = useCollection(images, {
    selection: { trackBy: 'id' },
    sorting: { defaultState: { sortingColumn: { sortingField: 'name' } } },
  });
  const [chosen] = collectionProps.selectedItems ?? [];
  const whyNoImport = takesImages ? t('mayNot') : t('takesNone');
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      wrapLines
      enableKeyboardNavigation
      contentDensity="compact"
      selectionType="single"
      isItemDisabled={(image) => !isImported(image)}
      loading={loading}
      loadingText={t('loading')}
      items={items}
      ariaLabels={{
        tableLabel: t('images'),
        selectionGroupLabel: t('choose'),
        itemSelectionLabel: (_, { name }) => name,
      }}
      empty={
        <Box textAlign="center" padding="l">
          {t('none')}
        </Box>
      }
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={loading ? '' : `(${images.length})`}
          description={t('description')}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                disabled={chosen === undefined || !mayDelete}
                {...(mayDelete ? {} : { disabledReason: t('mayNot') })}
                onClick={() => {
                  if (chosen !== undefined) onDelete(chosen);
                }}
              >
                {t('delete.open')}
              </Button>
              <Button
                variant="primary"
                disabled={!mayImport || !takesImages}
                disabledReason={whyNoImport}
                onClick={onImport}
              >
                {t('import.open')}
              </Button>
            </SpaceBetween>
          }
        >
          {t('images')}
        </Header>
      }
      columnDefinitions={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'name',
          minWidth: 150,
          cell: ({ name }) => name,
        },
        {
          id: 'state',
          header: t('state'),
          minWidth: 110,
          // Images that are still being unpacked are not listed.
          cell: ({ usedBy }) => (
            <StatusIndicator type="success">{t(usedBy.length > 0 ? 'used' : 'ready')}</StatusIndicator>
          ),
        },
        {
          id: 'source',
          header: t('source.title'),
          minWidth: 180,
          cell: (image) => (
            <>
              {t(isImported(image) ? 'source.imported' : 'source.engine')}
              {image.digest !== null && (
                <Box variant="small" display="block">
                  {image.digest.slice(0, 19)}…
                </Box>
              )}
            </>
          ),
        },
        { id: 'system', header: t('system'), minWidth: 140, cell: ({ os_version }) => os_version },
        {
          id: 'size',
          header: t('size'),
          sortingField: 'size_bytes',
          cell: ({ size_bytes }) => (size_bytes === null ? '–' : formatBytes(size_bytes)),
        },
        {
          id: 'needs',
          header: t('needs'),
          minWidth: 150,
          cell: ({ min_disk, min_ram }) => t('atLeast', { disk: min_disk, memory: min_ram }),
        },
        {
          id: 'desktops',
          header: t('usedBy'),
          minWidth: 160,
          cell: ({ usedBy }) => <DesktopLinks desktops={usedBy} />,
        },
        {
          id: 'created',
          header: t('created'),
          sortingField: 'created_at',
          minWidth: 140,
          cell: (image) => (isImported(image) ? formatTime(image.created_at) : '–'),
        },
      ]}
    />
  );
}
