import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import type { AuditEvent } from './filter';
import { forgetHead, keepHead, readKeptHead } from './keptHead';
import { type ExportProgress, readExport } from './readExport';
import type { LogVerdict } from './verifyEvents';

/** Verifies the events that a page shows, and the log that they are in, here in the browser. */
export function useVerifyLog(shown: readonly AuditEvent[]) {
  const projectId = useProjectId();
  const [progress, setProgress] = useState<ExportProgress>();
  const verifying = useMutation({
    mutationFn: async (): Promise<LogVerdict> => {
      const { sizeOf, verifyEvents } = await import('./verifyEvents');
      const kept = readKeptHead();
      const first = kept === undefined ? 0 : await sizeOf(kept.head);
      const now = await sizeOf(await callOperation(projectId, 'ShowLogHead'));
      const times = shown.map(({ record_time }) => record_time);
      const file = await readExport(
        projectId,
        {
          from: Math.min(...times),
          // A time in the log is finer than what is shown of it.
          to: Math.max(...times) + 1,
          // A log that is shorter than before has no proof to give: that is what comes out then.
          ...(first > 0 && first <= now ? { first } : {}),
        },
        setProgress,
      );
      const verdict = await verifyEvents(file, shown, kept);
      if (verdict.valid) keepHead(verdict.kept);
      return verdict;
    },
    onSettled: () => setProgress(undefined),
  });
  return { verifying, progress };
}

interface ButtonProps {
  readonly pending: boolean;
  readonly empty: boolean;
  readonly onVerify: () => void;
}

export function VerifyButton({ pending, empty, onVerify }: ButtonProps): ReactNode {
  const { t } = useTranslation('audit');
  const may = useMay('ExportTraces');
  return (
    <Button
      iconName="security"
      loading={pending}
      disabled={!may || empty}
      {...(may ? {} : { disabledReason: t('mayNot') })}
      onClick={onVerify}
    >
      {t('verify.button')}
    </Button>
  );
}

interface ResultProps {
  readonly verifying: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly data: LogVerdict | undefined;
    readonly mutate: () => void;
  };
  readonly progress: ExportProgress | undefined;
}

/** What was checked, with what came of it, and what was not. */
export function VerifyResult({ verifying, progress }: ResultProps): ReactNode {
  const { t } = useTranslation('audit');
  const { isPending, error, data } = verifying;
  if (!isPending && error === null && data === undefined) return undefined;
  return (
    <Container
      header={
        <Header variant="h2" description={t('verify.description')}>
          {t('verify.title')}
        </Header>
      }
    >
      <div role="status">
        {isPending ? (
          <Progress label={t('verify.reading')} progress={progress} />
        ) : error !== null ? (
          <ErrorAlert error={error} />
        ) : (
          data !== undefined && <Verdict verdict={data} onAgain={() => verifying.mutate()} />
        )}
      </div>
    </Container>
  );
}

/** How far the reading of the log is. */
export function Progress({
  label,
  progress,
}: {
  readonly label: string;
  readonly progress: ExportProgress | undefined;
}): ReactNode {
  const { t } = useTranslation('audit');
  const { read = 0, total = 0 } = progress ?? {};
  return (
    <ProgressBar
      label={label}
      value={total === 0 ? 0 : Math.floor((100 * read) / total)}
      additionalInfo={t('verify.entries', { read, total })}
    />
  );
}

function Verdict({
  verdict,
  onAgain,
}: {
  readonly verdict: LogVerdict;
  readonly onAgain: () => void;
}): ReactNode {
  const { t } = useTranslation('audit');
  if (!verdict.valid)
    return (
      <Alert
        type="error"
        header={t(`verify.failed.${verdict.failed}`, { defaultValue: verdict.failed })}
        {...(verdict.failed === 'history'
          ? {
              action: (
                <Button
                  onClick={() => {
                    forgetHead();
                    onAgain();
                  }}
                >
                  {t('verify.forget')}
                </Button>
              ),
            }
          : {})}
      >
        {verdict.reason}
        {verdict.failed === 'history' && <Box variant="p">{t('verify.historyHint')}</Box>}
      </Alert>
    );
  const { found, unsealed, size, time, before, events, entries, removed, newKeys } = verdict;
  const checked = [
    t('verify.head', { size, time: formatTime(time) }),
    before === undefined ? undefined : t('verify.grown', { before, size }),
    t('verify.tree', { entries, events }),
    t('verify.shown', { count: found }),
    t('verify.signature'),
  ].filter((line) => line !== undefined);
  const open = [
    before === undefined ? t('verify.firstTime') : undefined,
    unsealed > 0 ? t('verify.unsealed', { count: unsealed }) : undefined,
    removed > 0 ? t('verify.removed', { count: removed }) : undefined,
    newKeys.length > 0 ? t('verify.newKeys', { keys: newKeys.join(', ') }) : undefined,
    t('verify.ownKeys'),
    t('verify.others'),
  ].filter((line) => line !== undefined);
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="h3">{t('verify.checked')}</Box>
        {checked.map((line) => (
          <div key={line}>
            <StatusIndicator type="success" wrapText>
              {line}
            </StatusIndicator>
          </div>
        ))}
      </div>
      <div>
        <Box variant="h3">{t('verify.notChecked')}</Box>
        {open.map((line) => (
          <div key={line}>
            <StatusIndicator type="info" wrapText>
              {line}
            </StatusIndicator>
          </div>
        ))}
      </div>
    </SpaceBetween>
  );
}
