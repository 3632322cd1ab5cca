import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import type { Desktop } from './desktop';
import { type Tag, TagsInput } from './TagsInput';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** All tags of a desktop at once: what is gone from the list is taken off, the others are put on. */
export function ChangeTags({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const [tags, setTags] = useState<readonly Tag[]>(desktop.tags);
  const change = useChange('BatchChangeTags', ['ShowDesktopDetail', 'ListDesktopsDetail']);
  const path = { desktop_id: desktop.desktop_id };
  const save = async (): Promise<void> => {
    const removed = desktop.tags.filter(({ key }) => !tags.some((tag) => tag.key === key));
    const added = tags.filter(
      ({ key, value }) => !desktop.tags.some((tag) => tag.key === key && tag.value === value),
    );
    try {
      if (removed.length > 0) await change.mutateAsync({ path, body: { action: 'delete', tags: removed } });
      if (added.length > 0) await change.mutateAsync({ path, body: { action: 'create', tags: added } });
    } catch {
      // Shown below, as the mutation's error.
      return;
    }
    notify({ type: 'success', text: t('change.tagsDone') });
    onClose();
  };
  return (
    <Dialog
      size="large"
      title={t('change.tags')}
      action={t('change.save')}
      onAction={() => void save()}
      onClose={onClose}
      pending={change.isPending}
    >
      {change.error !== null && <ErrorAlert error={change.error} />}
      <TagsInput tags={tags} onChange={setTags} />
    </Dialog>
  );
}
