import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { download } from '../layout/download';

interface Props {
  readonly desktopId: string;
  /** What the desktop was called, for the button's name. */
  readonly name: string;
}

/** Reads the receipt of a deletion, verifies it here, and offers the file. */
export function ReceiptVerdict({ desktopId, name }: Props): ReactNode {
  const { t } = useTranslation('persons');
  const read = useRead('ShowDeletion', { path: { desktop_id: desktopId } });
  const receipt = read.data?.receipt ?? undefined;
  const verified = useQuery({
    queryKey: ['receipt', receipt],
    queryFn: async () => (await import('../deletions/verifyInBrowser')).writeAndVerify(receipt ?? {}),
    enabled: receipt !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const error = read.error ?? verified.error;
  if (error !== null) return <StatusIndicator type="error">{error.message}</StatusIndicator>;
  if (read.data !== undefined && receipt === undefined)
    return <StatusIndicator type="pending">{t('receipt.none')}</StatusIndicator>;
  if (verified.data === undefined)
    return <StatusIndicator type="loading">{t('receipt.verifying')}</StatusIndicator>;
  const { file, verdict } = verified.data;
  if (!verdict.valid || verdict.about !== desktopId)
    return (
      <StatusIndicator type="error">
        {t('receipt.invalid', { reason: verdict.valid ? '' : verdict.reason })}
      </StatusIndicator>
    );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <StatusIndicator type="success">{t('receipt.valid')}</StatusIndicator>
      <Button
        variant="inline-icon"
        iconName="download"
        ariaLabel={t('receipt.download', { name })}
        onClick={() => download(`receipt-${desktopId}.json`, new Blob([file], { type: 'application/json' }))}
      />
    </SpaceBetween>
  );
}
