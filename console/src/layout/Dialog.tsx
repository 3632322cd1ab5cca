import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asModal } from './asModal';

interface Props {
  readonly title: string;
  /** The words on the button that does it. */
  readonly action: string;
  readonly onAction: () => void;
  readonly onClose: () => void;
  /** It is being done. */
  readonly pending: boolean;
  /** It cannot be done as it stands. */
  readonly disabled?: boolean;
  /** It was done, and may be done again: there is nothing to cancel any more. */
  readonly done?: boolean;
  /** Only to be read, and closed: the button does that. */
  readonly over?: boolean;
  readonly size?: ModalProps.Size;
  readonly children: ReactNode;
}

/** Asks before something is done, or for what it takes: the button does it, and so does Enter in a field. */
export function Dialog(props: Props): ReactNode {
  const { t } = useTranslation('layout');
  const { title, action, onAction, onClose, pending, disabled = false, children } = props;
  return (
    <Modal
      visible
      size={props.size ?? 'medium'}
      header={<span ref={asModal}>{title}</span>}
      closeAriaLabel={t('close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {props.over !== true && (
              <Button variant="link" onClick={onClose}>
                {t(props.done === true ? 'close' : 'cancel')}
              </Button>
            )}
            <Button variant="primary" loading={pending} disabled={disabled} onClick={onAction}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !disabled) onAction();
        }}
      >
        <SpaceBetween size="m">{children}</SpaceBetween>
        {/* So that Enter sends the form. */}
        <input type="submit" hidden />
      </form>
    </Modal>
  );
}
