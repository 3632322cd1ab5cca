import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { ByCommand } from './ByCommand';
import { DeleteImage } from './DeleteImage';
import { ImageTable } from './ImageTable';
import { ImportImage } from './ImportImage';
import { type UsedImage, usedImages } from './images';
import { Products } from './Products';

/** What desktops start from, and the sizes that they can have. */
export function ImagesPage(): ReactNode {
  const { t } = useTranslation('images');
  usePage(t('images'));
  const [importing, setImporting] = useState(false);
  const [deleting, setDeleting] = useState<UsedImage>();
  const images = useReadAll('ListImages', 100, (answer) => ({
    items: answer.images,
    total: answer.total_count,
  }));
  const desktops = useReadAll('ListDesktopsDetail', 500, (answer) => ({
    items: answer.desktops,
    total: answer.total_count,
  }));
  // Whoever may not be told finds out from the service itself.
  const installation = useRead('ShowInstallation');
  const takesImages = installation.data?.engine.own_images !== false;
  return (
    <SpaceBetween size="l">
      {images.error !== null && <ErrorAlert error={images.error} onRetry={() => void images.refetch()} />}
      <ImageTable
        images={usedImages(images.data?.items ?? [], desktops.data?.items ?? [])}
        loading={images.isPending}
        takesImages={takesImages}
        onImport={() => setImporting(true)}
        onDelete={setDeleting}
      />
      {takesImages && <ByCommand />}
      <Products />
      {importing && <ImportImage onClose={() => setImporting(false)} />}
      {deleting !== undefined && <DeleteImage image={deleting} onClose={() => setDeleting(undefined)} />}
    </SpaceBetween>
  );
}
