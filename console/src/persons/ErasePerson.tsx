import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { TypedDialog } from '../layout/TypedDialog';
import { type Identity, nameOf } from './person';

interface Props {
  readonly person: Identity;
  readonly onClose: () => void;
}

const goes = ['names', 'addresses', 'desktops', 'openings', 'connections'] as const;
const stays = ['ids', 'receipts', 'log', 'files'] as const;

/** Says what erasing takes and what it does not, and asks for the name. Repeating it, after a lost answer say, does no harm. */
export function ErasePerson({ person, onClose }: Props): ReactNode {
  const { t } = useTranslation('persons');
  const { notify } = useNotifications();
  const erase = useChange('EraseUser', ['ShowPerson', 'ListPersons', 'ShowDeletion']);
  const name = nameOf(person);
  const run = async (): Promise<void> => {
    const done = await erase.mutateAsync({ body: { user_id: person.user_id } }).catch(() => undefined);
    if (done === undefined) return;
    notify({ type: 'success', text: t('erase.done', { name, count: done.erased }) });
    onClose();
  };
  return (
    <TypedDialog
      title={t('erase.title', { name })}
      word={name}
      action={t('erase.submit')}
      onAction={run}
      onClose={onClose}
    >
      <ColumnLayout columns={2}>
        <div>
          <Box variant="h3">{t('erase.goes')}</Box>
          <ul>
            {goes.map((each) => (
              <li key={each}>{t(`erase.takes.${each}`)}</li>
            ))}
          </ul>
        </div>
        <div>
          <Box variant="h3">{t('erase.stays')}</Box>
          <ul>
            {stays.map((each) => (
              <li key={each}>{t(`erase.keeps.${each}`)}</li>
            ))}
          </ul>
        </div>
      </ColumnLayout>
      {erase.error !== null && <ErrorAlert error={erase.error} header={t('erase.failed')} />}
    </TypedDialog>
  );
}
