import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { Listing } from './Listing';

/** The groups of the account. */
export function Groups(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const mayCreate = useMay('KeystoneCreateGroup');
  const [creating, setCreating] = useState(false);
  const read = useRead('KeystoneListGroups');
  return (
    <>
      <Listing
        title={t('groups')}
        description={t('groupsHint')}
        read={read}
        items={read.data?.groups}
        actions={
          <Button
            disabled={!mayCreate}
            {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setCreating(true)}
          >
            {t('newGroup.open')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ id, name }) => (
              <Link href={`/console/access/groups/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      {creating && <CreateGroup onClose={() => setCreating(false)} />}
    </>
  );
}

function CreateGroup({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const { notify } = useNotifications();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const create = useChange('KeystoneCreateGroup', ['KeystoneListGroups']);
  const submit = (): void =>
    create.mutate(
      { body: { group: { name, description } } },
      {
        onSuccess: ({ group }) => {
          notify({ type: 'success', text: t('newGroup.done', { name }) });
          go(`/console/access/groups/${group.id}`);
        },
      },
    );
  return (
    <Dialog
      title={t('newGroup.open')}
      action={t('newGroup.submit')}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending}
      disabled={name === ''}
    >
      <FormField label={t('name')}>
        <Input value={name} autoFocus autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label={t('note')}>
        <Input
          value={description}
          autoComplete={false}
          onChange={({ detail }) => setDescription(detail.value)}
        />
      </FormField>
      {create.error !== null && <ErrorAlert error={create.error} />}
    </Dialog>
  );
}
