import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';

interface Props {
  readonly call: SampleCall;
  readonly onConfirm: (call: SampleCall) => void;
  readonly onDismiss: () => void;
}

/** Asks before a call that destroys. Of a desktop's deletion the plan is shown, and exactly that plan is agreed to. */
export function ConfirmCall({ call, onConfirm, onDismiss }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const hasPlan = call.operation === 'DeleteDesktop';
  const flag = (name: string, usual: boolean): boolean => {
    const value = call.query[name];
    return typeof value === 'boolean' ? value : usual;
  };
  const plan = useRead(
    'ShowDeletionPlan',
    {
      path: { desktop_id: String(call.pathValues['desktop_id'] ?? '') },
      query: {
        delete_users: flag('delete_users', false),
        email_notification: flag('email_notification', true),
        is_force_delete: flag('is_force_delete', false),
      },
    },
    { enabled: hasPlan },
  );
  const ready = !hasPlan || plan.data !== undefined;
  const agreed = (): SampleCall =>
    plan.data === undefined
      ? call
      : { ...call, headers: { 'if-match': `"${plan.data.digest}"`, ...call.headers } };
  return (
    <Dialog
      title={t('confirm.title', { operation: call.operation })}
      action={t('confirm.go')}
      onAction={() => onConfirm(agreed())}
      onClose={onDismiss}
      pending={false}
      disabled={!ready}
    >
      <Alert type="warning">{t('confirm.warning')}</Alert>
      {plan.error !== null && <ErrorAlert error={plan.error} />}
      {hasPlan && plan.data === undefined && plan.error === null && <Spinner />}
      {plan.data !== undefined && (
        <SpaceBetween size="xs">
          <Box variant="h3">{t('confirm.plan')}</Box>
          {plan.data.engine === 'simulated' && <Box>{t('confirm.simulated')}</Box>}
          {plan.data.items.map(({ id, kind, intent, provider_id: name }) => (
            <div key={id}>
              {t(`confirm.${intent}`, { kind: t(`confirm.kind.${kind}`), name: name ?? '–' })}
            </div>
          ))}
          {plan.data.users.map(({ id, user_name: name, forecast, mail }) => (
            <div key={id}>
              {t(`confirm.user.${forecast}`, { name })} {mail === 'sent' ? t('confirm.mail') : ''}
            </div>
          ))}
        </SpaceBetween>
      )}
    </Dialog>
  );
}
