import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { useLosses } from './losses';

interface Props {
  readonly title: string;
  /** The words on the button that does it. */
  readonly action: string;
  /** What goes, and what stays. */
  readonly children: ReactNode;
  /** The users from whom it may take rights. */
  readonly concerns: readonly string[];
  readonly change: () => Promise<unknown>;
  /** What is said once it is done. */
  readonly done: string;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks before something is taken away: says what goes, and whom it would leave without rights. */
export function ConfirmChange(props: Props): ReactNode {
  const { title, action, children, concerns, change, done, onDone, onClose } = props;
  const { notify } = useNotifications();
  const changing = useMutation({
    mutationFn: change,
    onSuccess: () => {
      notify({ type: 'success', text: done });
      onClose();
      onDone?.();
    },
  });
  return (
    <Dialog
      title={title}
      action={action}
      onAction={() => changing.mutate()}
      onClose={onClose}
      pending={changing.isPending}
    >
      <Box>{children}</Box>
      <LossWarning concerns={concerns} />
      {changing.error !== null && <ErrorAlert error={changing.error} />}
    </Dialog>
  );
}

/** Says whom a change of the rights of these users may leave without them; nothing where it leaves nobody. */
export function LossWarning({ concerns }: { readonly concerns: readonly string[] }): ReactNode {
  const { t } = useTranslation('access');
  const { own, administrators } = useLosses(concerns);
  return (
    <>
      {own && <Alert type="warning">{t('losses.own')}</Alert>}
      {administrators.length > 0 && (
        <Alert type="warning">{t('losses.last', { names: administrators.join(', ') })}</Alert>
      )}
    </>
  );
}
