import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { useMutation } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useSession } from '../session/session';
import { Answer } from './Answer';
import type { RoutedOperation } from './apiDocument';
import { readBody } from './bodyText';
import { countFaults, type FilledCall, missingIn, takesFile, unsendableIn } from './filledCall';
import { sendCall } from './sendCall';

interface Props {
  readonly routed: RoutedOperation;
  readonly call: FilledCall;
  /** The same, as it is sent. */
  readonly filled: SampleCall;
}

/** With the tables of plans, which most calls never show. */
const ConfirmCall = lazy(async () => ({ default: (await import('./ConfirmCall')).ConfirmCall }));

/** Calls with the identity of the session; what destroys something is shown and confirmed first. */
export function CallPanel({ routed, call, filled }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const { user, account } = useSession();
  const [asked, setAsked] = useState<SampleCall>();
  const sending = useMutation({ mutationFn: sendCall });
  const missing = missingIn(routed, call);
  const unsendable = unsendableIn(routed, call);
  const read = readBody(call.body);
  const faults = countFaults(routed, call, t);
  const cannot = takesFile(routed)
    ? t('call.bytes')
    : missing.length > 0
      ? t('call.missing', { names: formatList(missing.map(({ name }) => name)) })
      : unsendable.length > 0
        ? t('call.unsendable', { names: formatList(unsendable.map(({ name }) => name)) })
        : 'wrongAt' in read
          ? t('form.notJson', { ...read.wrongAt })
          : '';
  const start = (): void => {
    if (routed.operation['x-deskplane-destructive'] !== undefined) setAsked(filled);
    else sending.mutate(filled);
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('call.as', { user: user.name, account: account.name })}
          actions={
            <Button
              variant="primary"
              loading={sending.isPending}
              disabled={cannot !== ''}
              disabledReason={cannot}
              onClick={start}
            >
              {t('call.call')}
            </Button>
          }
        >
          {t('call.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {cannot !== '' && <Box color="text-body-secondary">{cannot}</Box>}
        {cannot === '' && faults > 0 && (
          <Box color="text-status-warning">{t('call.faults', { count: faults })}</Box>
        )}
        {sending.error !== null && <ErrorAlert error={sending.error} />}
        <div role="status">{sending.data !== undefined && <Answer exchange={sending.data} />}</div>
      </SpaceBetween>
      {asked !== undefined && (
        <Suspense>
          <ConfirmCall
            routed={routed}
            call={asked}
            onDismiss={() => setAsked(undefined)}
            onConfirm={(confirmed) => {
              setAsked(undefined);
              sending.mutate(confirmed);
            }}
          />
        </Suspense>
      )}
    </Container>
  );
}
