import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { AffectedThings } from './AffectedThings';
import type { RoutedOperation } from './apiDocument';
import { type Agreement, desktopsIn } from './destruction';
import { PlannedDesktops } from './PlannedDesktops';

interface Props {
  readonly routed: RoutedOperation;
  readonly call: SampleCall;
  readonly onConfirm: (call: SampleCall) => void;
  readonly onDismiss: () => void;
}

/** Asks before a call that destroys: the plan where desktops go, else what the service says of the things that do. */
export function ConfirmCall({ routed, call, onConfirm, onDismiss }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const [agreement, setAgreement] = useState<Agreement>();
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const desktopIds = desktopsIn(call);
  const go = async (): Promise<void> => {
    if (agreement === undefined || pending) return;
    setPending(true);
    setError(undefined);
    try {
      onConfirm(await agreement.agreed());
    } catch (reason) {
      setTyped('');
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      title={t('confirm.title', { operation: call.operation })}
      action={t('confirm.go')}
      size="large"
      onAction={() => void go()}
      onClose={onDismiss}
      pending={pending}
      disabled={agreement === undefined || typed.trim() !== agreement.word}
    >
      <Alert type="warning">{routed.operation['x-deskplane-destructive']}</Alert>
      {desktopIds === undefined ? (
        <AffectedThings call={call} onKnown={setAgreement} />
      ) : (
        <PlannedDesktops call={call} desktopIds={desktopIds} onKnown={setAgreement} />
      )}
      {error !== undefined && <ErrorAlert error={error} />}
      {agreement !== undefined && (
        <FormField
          label={t('confirm.type', { word: agreement.word })}
          description={t('confirm.typeHint')}
          stretch
        >
          <Input
            value={typed}
            placeholder={agreement.word}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => setTyped(detail.value)}
          />
        </FormField>
      )}
    </Dialog>
  );
}
