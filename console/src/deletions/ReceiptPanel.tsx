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
import { RestoreFacts } from './RestoreFacts';
import type { BrowserVerdict } from './verifyInBrowser';

interface Props {
  /** Null: it is not there. */
  readonly receipt: object | null;
  /** Why it is not there. */
  readonly missing: ReactNode;
  /** What its file is called. */
  readonly fileName: string;
  /** What it has to be about, as a verdict says it. */
  readonly about: string;
  /** What is said of it, and what a valid one does not prove. */
  readonly words: { readonly description: string; readonly another: string; readonly limits: string };
}

/** A receipt: verified here, in the browser, by the same code as `deskplane receipt verify`, and to be taken away. */
export function ReceiptPanel({ receipt, missing, fileName, about, words }: Props): ReactNode {
  const { t } = useTranslation('deletions');
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
          description={words.description}
          actions={
            file !== undefined && (
              <Button
                iconName="download"
                onClick={() => download(fileName, new Blob([file], { type: 'application/json' }))}
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
        missing
      ) : verified.error === null ? (
        <Verdict verdict={verified.data?.verdict} about={about} words={words} />
      ) : (
        <ErrorAlert error={verified.error} />
      )}
    </Container>
  );
}

interface VerdictProps {
  /** Undefined while it is being verified. */
  readonly verdict: BrowserVerdict | undefined;
  readonly about: string;
  readonly words: Props['words'];
}

function Verdict({ verdict, about, words }: VerdictProps): ReactNode {
  const { t } = useTranslation('deletions');
  if (verdict === undefined)
    return <StatusIndicator type="loading">{t('receipt.verifying')}</StatusIndicator>;
  if (!verdict.valid || verdict.about !== about)
    return (
      <Alert type="error" header={t('receipt.invalid')}>
        {verdict.valid ? words.another : `${verdict.failed}: ${verdict.reason}`}
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
      {verdict.restore !== undefined && <RestoreFacts restore={verdict.restore} />}
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
      <Box variant="small">{words.limits}</Box>
    </SpaceBetween>
  );
}
