import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { signedCurl } from '@deskplane/samples/curl.js';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatAbout } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type SignedForm, signByService, signInPage } from './signCall';

/** The call signed step by step: by a key pasted into this page, or by the service with a key of who is signed in. */
export function SignedCall({ call }: { readonly call: SampleCall }): ReactNode {
  const { t } = useTranslation('explorer');
  const own = useRead('ListPermanentAccessKeys');
  const [typed, setTyped] = useState<string>();
  const [secretKey, setSecretKey] = useState('');
  const accessKey = typed ?? own.data?.credentials.find(({ status }) => status === 'active')?.access ?? '';
  const signing = useMutation({
    mutationFn: async (signed: SampleCall) => ({
      of: signed,
      form: await (secretKey === ''
        ? signByService(call.projectId, signed, accessKey)
        : signInPage(signed, { accessKey, secretKey })),
    }),
  });
  // Of the call as it stands now: another one has another signature.
  const made = signing.data !== undefined && isSame(signing.data.of, call) ? signing.data.form : undefined;
  return (
    <ExpandableSection
      variant="container"
      headerText={t('signed.title')}
      headerDescription={t('signed.description')}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={2} minColumnWidth={260}>
          <FormField label={t('signed.accessKey')} description={t('signed.accessKeyHint')} stretch>
            <Input
              value={accessKey}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setTyped(detail.value.trim())}
            />
          </FormField>
          <FormField label={t('signed.secretKey')} description={t('signed.secretKeyHint')} stretch>
            <Input
              type="password"
              value={secretKey}
              disabled={!isSecureContext}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setSecretKey(detail.value.trim())}
            />
          </FormField>
        </ColumnLayout>
        {!isSecureContext && <Alert type="warning">{t('signed.insecure')}</Alert>}
        <Button loading={signing.isPending} disabled={accessKey === ''} onClick={() => signing.mutate(call)}>
          {t('signed.sign')}
        </Button>
        {signing.error !== null && <ErrorAlert error={signing.error} />}
        <div role="status">{made !== undefined && <Steps call={call} form={made} />}</div>
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Steps({ call, form }: { readonly call: SampleCall; readonly form: SignedForm }): ReactNode {
  const { t } = useTranslation('explorer');
  const lines = Object.entries(form.headers).map(([name, value]) => `${name}: ${value}`);
  const parts = [
    ['canonical', form.canonical],
    ['stringToSign', form.stringToSign],
    ['headers', lines.join('\n')],
    ['curl', signedCurl(call, form.headers)],
  ] as const;
  return (
    <SpaceBetween size="m">
      <Box color="text-body-secondary">{t('signed.term')}</Box>
      {parts.map(([part, text]) => (
        <section key={part} aria-label={t(`signed.${part}`)}>
          <SpaceBetween size="xxs">
            <Box variant="h3">{t(`signed.${part}`)}</Box>
            <CopyToClipboard
              copyButtonText={t('samples.copy')}
              copyButtonAriaLabel={formatAbout(t('samples.copy'), t(`signed.${part}`))}
              copySuccessText={t('samples.copied')}
              copyErrorText={t('samples.notCopied')}
              textToCopy={text}
            />
            <Box variant="pre">{text}</Box>
          </SpaceBetween>
        </section>
      ))}
    </SpaceBetween>
  );
}

const isSame = (one: SampleCall, other: SampleCall): boolean => JSON.stringify(one) === JSON.stringify(other);
