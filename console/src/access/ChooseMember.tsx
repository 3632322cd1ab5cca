import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly title: string;
  readonly label: string;
  readonly from: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly items: readonly Named[] | undefined;
  };
  readonly add: (id: string) => Promise<unknown>;
  readonly done: (name: string) => string;
  readonly onClose: () => void;
}

/** Chooses who is added to a group, or a group to be added to. */
export function ChooseMember({ title, label, from, add, done, onClose }: Props): ReactNode {
  const { t } = useTranslation('access');
  const { notify } = useNotifications();
  const [chosenId, setChosenId] = useState<string>();
  const chosen = from.items?.find(({ id }) => id === chosenId);
  const adding = useMutation({
    mutationFn: ({ id }: Named) => add(id),
    onSuccess: (_, { name }) => {
      notify({ type: 'success', text: done(name) });
      onClose();
    },
  });
  return (
    <Dialog
      title={title}
      action={t('membership.submit')}
      onAction={() => {
        if (chosen !== undefined) adding.mutate(chosen);
      }}
      onClose={onClose}
      pending={adding.isPending}
      disabled={chosen === undefined}
    >
      {from.error !== null && <ErrorAlert error={from.error} />}
      <FormField label={label}>
        <Select
          filteringType="auto"
          placeholder={t('membership.choose')}
          empty={t('none')}
          statusType={from.isPending ? 'loading' : 'finished'}
          loadingText={t('loading')}
          selectedOption={chosen === undefined ? null : { value: chosen.id, label: chosen.name }}
          options={(from.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ detail }) => setChosenId(detail.selectedOption.value)}
        />
      </FormField>
      {adding.error !== null && <ErrorAlert error={adding.error} />}
    </Dialog>
  );
}
