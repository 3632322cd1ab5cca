import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { ItemIds } from '../desktops/ItemIds';
import { asModal } from '../layout/asModal';
import { ErrorAlert } from '../layout/ErrorAlert';
import type { Deletion, Item } from './deletion';
import { deletionIdOf } from './deletionId';
import { nameOfEndingItem } from './itemWords';

interface Props {
  readonly deletion: Deletion;
  readonly item: Item;
  readonly onClose: () => void;
}

/** Ends the waiting for an item that is out of reach for ever: with a reason, which the receipt says for ever. */
export function ReleaseItem({ deletion, item, onClose }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const [reason, setReason] = useState('');
  const release = useChange('ReleaseDeletionItem', ['ShowDeletion', 'ListDeletions']);
  const submit = (): void =>
    release.mutate(
      {
        path: { desktop_id: deletionIdOf(deletion), item_id: item.item_id },
        body: { reason: reason.trim() },
      },
      { onSuccess: onClose },
    );
  return (
    <Modal
      visible
      header={<span ref={asModal}>{t('release.title')}</span>}
      closeAriaLabel={t('cancel')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              variant="primary"
              disabled={reason.trim() === ''}
              loading={release.isPending}
              onClick={submit}
            >
              {t('release.button')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{t('release.warning')}</Alert>
        <Box>
          {t(`kind.${item.kind}`)} {nameOfEndingItem(item, deletion.computer_name)}
          <ItemIds item={{ id: item.item_id, provider_id: item.provider_id }} />
        </Box>
        <FormField label={t('release.reason')} description={t('release.reasonHint')} stretch>
          <Textarea value={reason} onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
        {release.error !== null && <ErrorAlert error={release.error} />}
      </SpaceBetween>
    </Modal>
  );
}
