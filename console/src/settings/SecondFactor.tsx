import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';

/** Whether a second factor is asked of those who sign in to desktops, and a button that switches it. */
export function SecondFactor(): ReactNode {
  const { t } = useTranslation('settings');
  const [asks, setAsks] = useState(false);
  const mayChange = useMay('UpdateAssistAuthMethodConfig');
  const { data } = useRead('ShowAssistAuthConfig');
  if (data === undefined) return '–';
  const { enable, apply_objects: objects } = data.otp_config_info;
  const state = !enable ? 'off' : objects.length === 0 ? 'everybody' : 'some';
  return (
    <SpaceBetween size="xs">
      {t(`service.factor.${state}`, { count: objects.length })}
      <Button
        variant="inline-link"
        disabled={!mayChange}
        disabledReason={t('service.factor.mayNot')}
        onClick={() => setAsks(true)}
      >
        {t(enable ? 'service.factor.switchOff' : 'service.factor.switchOn')}
      </Button>
      {asks && <SwitchFactor isOn={enable} onClose={() => setAsks(false)} />}
    </SpaceBetween>
  );
}

function SwitchFactor({
  isOn,
  onClose,
}: {
  readonly isOn: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const change = useChange('UpdateAssistAuthMethodConfig', ['ShowAssistAuthConfig']);
  const way = isOn ? 'switchOff' : 'switchOn';
  const run = (): void => {
    change.mutate(
      { body: { otp_config_info: { enable: !isOn } } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t(`service.factor.done.${way}`) });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t(`service.factor.title.${way}`)}
      action={t(`service.factor.${way}`)}
      onAction={run}
      onClose={onClose}
      pending={change.isPending}
    >
      <p>{t(`service.factor.does.${way}`)}</p>
      {change.error !== null && <ErrorAlert error={change.error} header={t('service.failed')} />}
    </Dialog>
  );
}
