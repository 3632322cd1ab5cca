import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { AskFactor } from './AskFactor';
import type { FactorPerson } from './factorPerson';

/** As many are named here; the dialog has them all. */
const mostNamed = 5;

/** Whether a second factor is asked of those who sign in to desktops, of whom, and buttons that change it. */
export function SecondFactor(): ReactNode {
  const { t } = useTranslation('settings');
  const [opened, setOpened] = useState<'ask' | 'stop'>();
  const mayChange = useMay('UpdateAssistAuthMethodConfig');
  const { data } = useRead('ShowAssistAuthConfig');
  if (data === undefined) return '–';
  const { enable: isOn, apply_objects: people } = data.otp_config_info;
  const state = !isOn ? 'off' : people.length === 0 ? 'everybody' : 'some';
  const close = (): void => setOpened(undefined);
  const button = (text: string, dialog: 'ask' | 'stop') => (
    <Button
      variant="inline-link"
      disabled={!mayChange}
      disabledReason={t('service.factor.mayNot')}
      onClick={() => setOpened(dialog)}
    >
      {text}
    </Button>
  );
  return (
    <SpaceBetween size="xs">
      {t(`service.factor.${state}`, { count: people.length })}
      {state === 'some' && <Names people={people} />}
      {isOn ? (
        <SpaceBetween direction="horizontal" size="m">
          {button(t('service.factor.change'), 'ask')}
          {button(t('service.factor.switchOff'), 'stop')}
        </SpaceBetween>
      ) : (
        button(t('service.factor.switchOn'), 'ask')
      )}
      {opened === 'ask' && <AskFactor isOn={isOn} people={people} onClose={close} />}
      {opened === 'stop' && <StopFactor onClose={close} />}
    </SpaceBetween>
  );
}

function Names({ people }: { readonly people: readonly FactorPerson[] }): ReactNode {
  const { t } = useTranslation('settings');
  const left = people.length - mostNamed;
  return (
    <ul>
      {people.slice(0, mostNamed).map(({ object_type: type, object_id: id, object_name: name }) => (
        <li key={`${type} ${id}`}>{type === 'USER' ? name : t('service.factor.group', { name })}</li>
      ))}
      {left > 0 && <li>{t('service.factor.more', { count: left })}</li>}
    </ul>
  );
}

function StopFactor({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const change = useChange('UpdateAssistAuthMethodConfig', ['ShowAssistAuthConfig']);
  const run = (): void =>
    change.mutate(
      { body: { otp_config_info: { enable: false } } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('service.factor.done.switchOff') });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('service.factor.title.switchOff')}
      action={t('service.factor.switchOff')}
      onAction={run}
      onClose={onClose}
      pending={change.isPending}
    >
      <p>{t('service.factor.does.switchOff')}</p>
      {change.error !== null && <ErrorAlert error={change.error} header={t('service.failed')} />}
    </Dialog>
  );
}
