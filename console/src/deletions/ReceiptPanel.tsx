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
import { formatLength } from '../language/format';
import { download } from '../layout/download';
import { ErrorAlert } from '../layout/ErrorAlert';
import type { Deletion } from './deletion';
import { deletionIdOf } from './deletionId';
import type { BrowserVerdict } from './verifyInBrowser';

/** The receipt: verified here, in the browser, by the same code as `deskplane receipt verify`, and to be taken away. */
export function ReceiptPanel({ deletion }: { readonly deletion: Deletion }): ReactNode {
  const { t } = useTranslation('deletions');
  const { receipt, receipt_state: state } = deletion;
  const deletionId = deletionIdOf(deletion);
  const verified = useQuery({
    queryKey: ['receipt', receipt],
    queryFn: async () => (await import('./verifyInBrowser')).writeAndVerify(receipt ?? {}),
    enabled: receipt !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const file = verified.data?.file;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('receipt.description')}
          actions={
            file !== undefined && (
              <Button
                iconName="download"
                onClick={() =>
                  download(`receipt-${deletionId}.json`, new Blob([file], { type: 'application/json' }))
                }
              >
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
      ) : verified.error === null ? (
        <Verdict verdict={verified.data?.verdict} desktopId={deletion.desktop_id} />
      ) : (
        <ErrorAlert error={verified.error} />
      )}
    </Container>
  );
}

interface VerdictProps {
  /** Undefined while it is being verified. */
  readonly verdict: BrowserVerdict | undefined;
  readonly desktopId: string;
}

function Verdict({ verdict, desktopId }: VerdictProps): ReactNode {
  const { t } = useTranslation('deletions');
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
      {verdict.clockAhead !== undefined && (
        <StatusIndicator type="info">
          {t('receipt.clock', { length: formatLength(verdict.clockAhead) })}
        </StatusIndicator>
      )}
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
