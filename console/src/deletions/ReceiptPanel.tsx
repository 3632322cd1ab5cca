import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import type { Deletion } from './deletion';

/** The receipt: verified here, in the browser, by the same code as `deskplane receipt verify`, and to be taken away. */
export function ReceiptPanel({ deletion }: { readonly deletion: Deletion }): ReactNode {
  const { t } = useTranslation('deletions');
  const { receipt, receipt_state: state, desktop_id: desktopId } = deletion;
  const written = useQuery({
    queryKey: ['receipt-file', JSON.stringify(receipt)],
    queryFn: async () => (await import('./verifyInBrowser')).writeReceiptFile(receipt ?? {}),
    enabled: receipt !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const file = written.data;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('receipt.description')}
          actions={
            file !== undefined && (
              <Button iconName="download" onClick={() => download(`receipt-${desktopId}.json`, file)}>
                {t('receipt.download')}
              </Button>
            )
          }
        >
          {t('receipt.title')}
        </Header>
      }
    >
      {receipt === null ? (
        <StatusIndicator type={state === 'replayed' ? 'info' : 'pending'}>
          {t(`receipt.state.${state}`)}
        </StatusIndicator>
      ) : (
        <VerifiedReceipt file={file} desktopId={desktopId} />
      )}
    </Container>
  );
}

interface VerifiedProps {
  /** Undefined while it is being written. */
  readonly file: string | undefined;
  readonly desktopId: string;
}

function VerifiedReceipt({ file, desktopId }: VerifiedProps): ReactNode {
  const { t } = useTranslation('deletions');
  const verified = useQuery({
    queryKey: ['verified-receipt', file],
    queryFn: async () => (await import('./verifyInBrowser')).verifyText(file ?? ''),
    enabled: file !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const verdict = verified.data;
  if (verified.error !== null) return <ErrorAlert error={verified.error} />;
  if (verdict === undefined)
    return <StatusIndicator type="loading">{t('receipt.verifying')}</StatusIndicator>;
  if (!verdict.valid || verdict.desktopId !== desktopId)
    return (
      <Alert type="error" header={t('receipt.invalid')}>
        {verdict.valid ? t('receipt.another') : `${verdict.failed}: ${verdict.reason}`}
      </Alert>
    );
  return (
    <SpaceBetween size="m">
      <StatusIndicator type="success">{t('receipt.valid')}</StatusIndicator>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: t('receipt.checks'),
            value: verdict.passed.map((check) => t(`check.${check}`)).join(', '),
          },
          { label: t('receipt.entry'), value: String(verdict.entry) },
          { label: t('receipt.keys'), value: verdict.keyIds.join(', ') },
        ]}
      />
      <Box variant="small">{t('receipt.limits')}</Box>
    </SpaceBetween>
  );
}

/** Hands a text to the browser as a file. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
