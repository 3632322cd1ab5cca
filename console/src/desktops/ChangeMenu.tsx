import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';
import { MoveDesktop } from './MoveDesktop';
import { MoveToProject } from './MoveToProject';
import { RebuildDesktop } from './RebuildDesktop';
import { ResizeDesktop } from './ResizeDesktop';
import { TellDesktop } from './TellDesktop';

/** What else can be changed of a desktop. */
export function ChangeMenu({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayResize = useMay('ResizeDesktop');
  const mayRebuild = useMay('BatchRebuildDesktopsSystemDisk');
  const mayMove = useMay('ChangeDesktopNetwork');
  const mayMaintain = useMay('SetMaintenanceMode');
  const mayTell = useMay('SendNotifications');
  const mayMigrate = useMay('MigrateResource');
  const mayAny = mayResize || mayRebuild || mayMove || mayMaintain || mayTell || mayMigrate;
  const { notify, complain } = useNotifications();
  const maintain = useChange('SetMaintenanceMode', staleChanges);
  const isKept = desktop.in_maintenance_mode;
  const toggle = (): void =>
    maintain.mutate(
      { body: { desktop_ids: [desktop.desktop_id], in_maintenance_mode: !isKept } },
      {
        onError: complain,
        onSuccess: () => {
          const text = isKept ? 'change.openAgain' : 'change.keptOut';
          notify({ type: 'success', text: t(text, { name: desktop.computer_name }) });
        },
      },
    );
  const [open, setOpen] = useState<string>();
  const close = (): void => setOpen(undefined);
  const item = (id: string, text: string, may: boolean) => ({
    id,
    text,
    disabled: !may,
    ...(may ? {} : { disabledReason: t('mayNot') }),
  });
  return (
    <>
      <ButtonDropdown
        expandToViewport
        items={[
          item('size', t('change.size'), mayResize),
          item('rebuild', t('rebuild.open'), mayRebuild),
          item('network', t('change.network'), mayMove),
          item('maintenance', t(isKept ? 'change.endMaintenance' : 'change.maintain'), mayMaintain),
          item('message', t('change.message'), mayTell),
          item('project', t('change.project'), mayMigrate),
        ]}
        loading={maintain.isPending}
        disabled={!mayAny}
        {...(mayAny ? {} : { disabledReason: t('mayNot') })}
        onItemClick={({ detail }) => (detail.id === 'maintenance' ? toggle() : setOpen(detail.id))}
      >
        {t('change.more')}
      </ButtonDropdown>
      {open === 'size' && <ResizeDesktop desktop={desktop} onClose={close} />}
      {open === 'rebuild' && <RebuildDesktop desktop={desktop} onClose={close} />}
      {open === 'message' && <TellDesktop desktop={desktop} onClose={close} />}
      {open === 'project' && <MoveToProject desktop={desktop} onClose={close} />}
      {open === 'network' && <MoveDesktop desktop={desktop} onClose={close} />}
    </>
  );
}
