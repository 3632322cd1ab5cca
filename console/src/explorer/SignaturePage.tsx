import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';

/** A refused signature is pasted, and the lines are shown that were others when it was made. */
export function SignaturePage(): ReactNode {
  const { t } = useTranslation('explorer');
  const [request, setRequest] = useState('');
  const [canonical, setCanonical] = useState('');
  const diagnosing = useChange('DiagnoseSignature', []);
  usePage(t('signature.title'), [{ text: t('title'), href: '/explorer' }]);
  const start = (): void =>
    diagnosing.mutate({ body: { request, ...(canonical === '' ? {} : { canonical_request: canonical }) } });
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('signature.intro')}>
        {t('signature.title')}
      </Header>
      <Container>
        <SpaceBetween size="m">
          <FormField label={t('signature.request')} description={t('signature.requestHint')} stretch>
            <Textarea
              value={request}
              rows={8}
              spellcheck={false}
              onChange={({ detail }) => setRequest(detail.value)}
            />
          </FormField>
          <FormField label={t('signature.canonical')} description={t('signature.canonicalHint')} stretch>
            <Textarea
              value={canonical}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => setCanonical(detail.value)}
            />
          </FormField>
          <Button
            variant="primary"
            loading={diagnosing.isPending}
            disabled={request.trim() === ''}
            onClick={start}
          >
            {t('signature.check')}
          </Button>
        </SpaceBetween>
      </Container>
      {diagnosing.error !== null && <ErrorAlert error={diagnosing.error} />}
      <div role="status">{diagnosing.data !== undefined && <Diagnosis diagnosis={diagnosing.data} />}</div>
    </SpaceBetween>
  );
}

function Diagnosis({ diagnosis }: { readonly diagnosis: Answer<'DiagnoseSignature'> }): ReactNode {
  const { t } = useTranslation('explorer');
  const { verdict, meaning, oddities, differences, canonical_request: canonical } = diagnosis;
  return (
    <SpaceBetween size="m">
      <Alert type={verdict === 'right' ? 'success' : 'warning'}>{meaning}</Alert>
      {oddities.map(({ name, meaning: words }) => (
        <Alert key={name} type="info">
          {words}
        </Alert>
      ))}
      {differences.length > 0 && (
        <Table
          items={differences}
          wrapLines
          ariaLabels={{ tableLabel: t('signature.differences') }}
          header={<Header variant="h2">{t('signature.differences')}</Header>}
          columnDefinitions={[
            { id: 'part', header: t('signature.part'), cell: ({ part }) => t(`signature.parts.${part}`) },
            { id: 'line', header: t('signature.line'), cell: ({ line }) => line ?? '–' },
            { id: 'expected', header: t('signature.expected'), cell: ({ expected }) => expected ?? '–' },
            { id: 'signed', header: t('signature.signed'), cell: ({ signed }) => signed ?? '–' },
          ]}
        />
      )}
      <Container header={<Header variant="h2">{t('signature.ours')}</Header>}>
        <Box variant="pre">{canonical}</Box>
      </Container>
    </SpaceBetween>
  );
}
