import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { download } from '../layout/download';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useReportText } from './useReportText';

interface Props {
  readonly userId: string;
  readonly name: string;
}

/** Has everything signed, verifies it here, and hands it out: as the file that proves itself, and as text to read. */
export function SignedReport({ userId, name }: Props): ReactNode {
  const { t } = useTranslation('persons');
  const projectId = useProjectId();
  const mayReport = useMay('CreatePersonReport');
  const writeText = useReportText();
  const make = useMutation({
    mutationFn: async () => {
      const report = await callOperation(projectId, 'CreatePersonReport', { path: { user_id: userId } });
      const { writeAndVerifyReport } = await import('./verifyReport');
      return { report, ...(await writeAndVerifyReport(report)) };
    },
  });
  const made = make.data;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('report.description')}
          actions={
            <Button
              loading={make.isPending}
              disabled={!mayReport}
              disabledReason={t('mayNot')}
              onClick={() => make.mutate()}
            >
              {t('report.make')}
            </Button>
          }
        >
          {t('report.title')}
        </Header>
      }
    >
      {make.error !== null && <ErrorAlert error={make.error} header={t('report.failed')} />}
      {made === undefined && make.error === null && (
        <StatusIndicator type={make.isPending ? 'loading' : 'info'}>
          {t(make.isPending ? 'report.making' : 'report.none')}
        </StatusIndicator>
      )}
      {made !== undefined && !(made.verdict.valid && made.verdict.userId === userId) && (
        <Alert type="error" header={t('report.invalid')}>
          {made.verdict.valid ? '' : `${made.verdict.failed}: ${made.verdict.reason}`}
        </Alert>
      )}
      {made?.verdict.valid === true && made.verdict.userId === userId && (
        <SpaceBetween size="s">
          <StatusIndicator type="success">
            {t('report.valid', { entry: made.verdict.entry, count: made.verdict.receipts })}
          </StatusIndicator>
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="download"
              onClick={() => save(made.file, 'application/json', fileName(made, name, 'json'))}
            >
              {t('report.file')}
            </Button>
            <Button
              iconName="download"
              onClick={() =>
                save(
                  writeText(made.report, made.verdict),
                  'text/plain;charset=utf-8',
                  fileName(made, name, 'txt'),
                )
              }
            >
              {t('report.text')}
            </Button>
          </SpaceBetween>
          <Box variant="small">{t('report.limits')}</Box>
        </SpaceBetween>
      )}
    </Container>
  );
}

function save(content: string, type: string, name: string): void {
  download(name, new Blob([content], { type }));
}

function fileName(
  { report }: { readonly report: Answer<'CreatePersonReport'> },
  name: string,
  ending: string,
): string {
  return `report-${name}-${report.document.made_at.slice(0, 10)}.${ending}`;
}
