import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Toggle from '@cloudscape-design/components/toggle';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import type { Desktop } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Name and protection. Only what differs is sent. */
export function ChangeDesktop({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const [name, setName] = useState(desktop.computer_name);
  const [isProtected, setProtected] = useState(desktop.deletion_protection);
  const update = useChange('UpdateDesktop', ['ShowDesktopDetail', 'ListDesktopsDetail']);
  const changed = {
    ...(name === desktop.computer_name ? {} : { computer_name: name }),
    ...(isProtected === desktop.deletion_protection ? {} : { deletion_protection: isProtected }),
  };
  const submit = (): void => {
    if (Object.keys(changed).length === 0) {
      onClose();
      return;
    }
    update.mutate(
      { path: { desktop_id: desktop.desktop_id }, body: { desktop: changed } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('change.done') });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t('change.title')}
      action={t('change.save')}
      onAction={submit}
      onClose={onClose}
      pending={update.isPending}
    >
      {update.error !== null && <ErrorAlert error={update.error} />}
      <FormField label={t('name')} constraintText={t('new.nameForm')}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <Toggle
        checked={isProtected}
        description={t('protectionHint')}
        onChange={({ detail }) => setProtected(detail.checked)}
      >
        {t('protectionLong')}
      </Toggle>
    </Dialog>
  );
}
