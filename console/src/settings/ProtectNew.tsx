import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { protectNew as name, useProtectsNew } from '../desktops/useProtectsNew';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';

/** Whether new desktops are protected against deletion, and a button that changes it. */
export function ProtectNew(): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const mayChange = useMay('UpdateTenantConfig');
  const isOn = useProtectsNew();
  const change = useChange('UpdateTenantConfig', ['ListTenantConfigs']);
  if (isOn === undefined) return '–';
  const run = (): void =>
    change.mutate(
      { body: { function_config: { name, status: isOn ? 'OFF' : 'ON' } } },
      {
        onSuccess: () =>
          notify({ type: 'success', text: t(isOn ? 'service.protect.nowOff' : 'service.protect.nowOn') }),
      },
    );
  return (
    <SpaceBetween size="xs">
      {t(isOn ? 'service.protect.on' : 'service.protect.off')}
      <Button
        variant="inline-link"
        disabled={!mayChange}
        disabledReason={t('service.protect.mayNot')}
        loading={change.isPending}
        onClick={run}
      >
        {t(isOn ? 'service.protect.switchOff' : 'service.protect.switchOn')}
      </Button>
      {change.error !== null && <ErrorAlert error={change.error} header={t('service.failed')} />}
    </SpaceBetween>
  );
}
