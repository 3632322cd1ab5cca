import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { JsonText } from './JsonText';

/** Why a call was refused, out of the message that came with the refusal. */
export function DecodeMessage(): ReactNode {
  const { t } = useTranslation('access');
  const [message, setMessage] = useState('');
  const mayDecode = useMay('DecodeAuthorizationMessage');
  const decode = useChange('DecodeAuthorizationMessage', []);
  return (
    <Container
      header={
        <Header variant="h2" description={t('decode.hint')}>
          {t('decode.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label={t('decode.message')} stretch>
          <Textarea value={message} rows={5} onChange={({ detail }) => setMessage(detail.value)} />
        </FormField>
        <Button
          loading={decode.isPending}
          disabled={!mayDecode || message.trim() === ''}
          {...(mayDecode ? {} : { disabledReason: t('mayNot') })}
          onClick={() => decode.mutate({ body: { encoded_message: message.trim() } })}
        >
          {t('decode.submit')}
        </Button>
        {decode.error !== null && <ErrorAlert error={decode.error} />}
        {decode.data !== undefined && (
          <JsonText label={t('decode.result')} text={decode.data.decoded_message} />
        )}
      </SpaceBetween>
    </Container>
  );
}
