import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryField, EntryForm } from '../layout/EntryForm';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import { inPlainWords } from './plainWords';
import { QrCode } from './QrCode';
import { type DeskSession, useMakeDevice, useProveCode } from './session';

/** Takes a code of his device; of one that is set up here first, where he has none. */
export function FactorPage({ session }: { readonly session: DeskSession }): ReactNode {
  const { t } = useTranslation('desk');
  const [code, setCode] = useState('');
  const prove = useProveCode();
  const binds = session.second_factor === 'bind';
  const title = t(binds ? 'factor.bind' : 'factor.title');
  useTitle(title);
  const error = inPlainWords(prove.error, t('factor.wrong'));
  const isWhole = /^[0-9]{6}$/.test(code);
  return (
    <EntryForm
      title={title}
      action={t('factor.action')}
      pending={prove.isPending}
      onSubmit={() => {
        if (isWhole) prove.mutate(code, { onError: () => setCode('') });
      }}
    >
      {binds ? (
        <NewDevice />
      ) : (
        <Box variant="p">
          {t('factor.hint', { account: `${session.enterprise_id}: ${session.user.name}` })}
        </Box>
      )}
      {error !== null && <ErrorAlert error={error} header={t('factor.failed')} />}
      <EntryField
        label={t('factor.code')}
        rules={t('factor.rules')}
        name="code"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        onChange={(value) => setCode(value.replaceAll(/[^0-9]/g, '').slice(0, 6))}
      />
    </EntryForm>
  );
}

/** The key that the application is told, made when the page opens. */
function NewDevice(): ReactNode {
  const { t } = useTranslation('desk');
  const { mutate: make, isIdle, data, error, reset } = useMakeDevice();
  useEffect(() => {
    if (isIdle) make();
  }, [isIdle, make]);
  if (error !== null) return <ErrorAlert error={error} header={t('factor.notMade')} onRetry={reset} />;
  if (data === undefined) return <Spinner size="large" />;
  const shown = (data.secret.match(/.{1,4}/g) ?? []).join(' ');
  return (
    <SpaceBetween size="l">
      <Alert type="info">{t('factor.bindHint')}</Alert>
      <ol className="desk-steps">
        <li>{t('factor.step.install')}</li>
        <li>
          <SpaceBetween size="m">
            {t('factor.step.add')}
            <QrCode text={data.uri} label={t('factor.picture')} />
            <div>
              <Box variant="awsui-key-label">{t('factor.key')}</Box>
              <CopyToClipboard
                variant="inline"
                textToDisplay={shown}
                textToCopy={data.secret}
                copyButtonAriaLabel={t('factor.copy')}
                copySuccessText={t('factor.copied')}
                copyErrorText={t('factor.notCopied')}
              />
            </div>
            <Button href={data.uri} variant="inline-link">
              {t('factor.open')}
            </Button>
          </SpaceBetween>
        </li>
        <li>{t('factor.step.code')}</li>
      </ol>
      <Box variant="p">{t('factor.bindAfter')}</Box>
    </SpaceBetween>
  );
}
