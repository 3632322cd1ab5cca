import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { formatAbout, formatAside } from '../language/format';
import { useNotifications } from '../layout/notifications';
import type { Desktop } from './desktop';

const operations = {
  start: { op_type: 'os-start' },
  stop: { op_type: 'os-stop', type: 'SOFT' },
  restart: { op_type: 'reboot', type: 'SOFT' },
  hibernate: { op_type: 'os-hibernate' },
  stopNow: { op_type: 'os-stop', type: 'HARD' },
  restartNow: { op_type: 'reboot', type: 'HARD' },
} as const;

type OperationId = keyof typeof operations;

/** Start, stop, restart: of the desktops that are chosen. What a desktop's state does not allow is named, the others go ahead. */
export function PowerMenu({ desktops }: { readonly desktops: readonly Desktop[] }): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify, complain } = useNotifications();
  const mayPower = useMay('BatchRunDesktops');
  const power = useChange('BatchRunDesktops', ['ListDesktopsDetail', 'ShowDesktopDetail', 'ListItaSubJobs']);
  const names = new Map(desktops.map(({ desktop_id, computer_name }) => [desktop_id, computer_name]));

  const run = (id: OperationId): void =>
    power.mutate(
      { body: { desktop_ids: [...names.keys()], ...operations[id] } },
      {
        onError: complain,
        onSuccess: ({ failed_operation_list: failed }) => {
          for (const { desktop_id, error_code, error_msg } of failed)
            notify({
              type: 'error',
              text: formatAbout(names.get(desktop_id) ?? desktop_id, formatAside(error_msg, error_code)),
            });
          const started = desktops.length - failed.length;
          if (started > 0) notify({ type: 'success', text: t(`power.asked.${id}`, { count: started }) });
        },
      },
    );

  return (
    <ButtonDropdown
      disabled={desktops.length === 0 || !mayPower}
      {...(mayPower ? {} : { disabledReason: t('mayNot') })}
      loading={power.isPending}
      expandToViewport
      items={[
        ...(['start', 'stop', 'restart', 'hibernate'] as const).map((id) => ({ id, text: t(`power.${id}`) })),
        {
          id: 'hard',
          text: t('power.hard'),
          items: (['stopNow', 'restartNow'] as const).map((id) => ({ id, text: t(`power.${id}`) })),
        },
      ]}
      onItemClick={({ detail }) => {
        if (isOperation(detail.id)) run(detail.id);
      }}
    >
      {t('power.title')}
    </ButtonDropdown>
  );
}

function isOperation(id: string): id is OperationId {
  return id in operations;
}
