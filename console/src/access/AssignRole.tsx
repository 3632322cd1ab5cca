import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Place, type PlaceKind, placeKey, placeKinds, usePlaces } from './assignmentPlaces';
import { useRoles } from './roles';

interface Props {
  /** Whether the user may assign where. */
  readonly may: Readonly<Record<PlaceKind, boolean>>;
  readonly give: (roleId: string, place: Place) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Chooses a role policy, and where it shall count. */
export function AssignRole({ may, give, onClose }: Props): ReactNode {
  const { t } = useTranslation('access');
  const { notify } = useNotifications();
  const roles = useRoles();
  const named = usePlaces();
  const [chosenId, setChosenId] = useState<string>();
  const places = placeKinds
    .filter((kind) => may[kind])
    .flatMap((kind): readonly (Place & { readonly name?: string })[] =>
      kind === 'everywhere' || kind === 'domain'
        ? [{ kind, id: '' }]
        : named.filter((place) => place.kind === kind),
    );
  const [chosenPlace, setChosenPlace] = useState<string>();
  const place = places.find((each) => placeKey(each) === chosenPlace) ?? places[0];
  const options = places.map((each) => ({
    value: placeKey(each),
    label: t(`assigned.${each.kind}`, { name: each.name }),
  }));
  const chosen = roles.data?.find(({ id }) => id === chosenId);
  const giving = useMutation({
    mutationFn: ({ roleId, at }: { readonly roleId: string; readonly at: Place }) => give(roleId, at),
    onSuccess: () => {
      notify({ type: 'success', text: t('assigned.given', { name: chosen?.display_name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('assigned.give')}
      action={t('assigned.submit')}
      onAction={() => {
        if (chosen !== undefined && place !== undefined) giving.mutate({ roleId: chosen.id, at: place });
      }}
      onClose={onClose}
      pending={giving.isPending}
      disabled={chosen === undefined || place === undefined}
    >
      <SpaceBetween size="m">
        {roles.error !== null && <ErrorAlert error={roles.error} />}
        <FormField label={t('policy')}>
          <Select
            filteringType="auto"
            placeholder={t('attach.choose')}
            empty={t('none')}
            statusType={roles.isPending ? 'loading' : 'finished'}
            loadingText={t('loading')}
            selectedOption={chosen === undefined ? null : { value: chosen.id, label: chosen.display_name }}
            options={(roles.data ?? []).map(({ id, display_name, description }) => ({
              value: id,
              label: display_name,
              description,
            }))}
            onChange={({ detail }) => setChosenId(detail.selectedOption.value)}
          />
        </FormField>
        <FormField label={t('assigned.where')} description={t(`assigned.${place?.kind ?? 'everywhere'}Hint`)}>
          <Select
            filteringType="auto"
            empty={t('none')}
            selectedOption={
              options.find(({ value }) => place !== undefined && value === placeKey(place)) ?? null
            }
            options={options}
            onChange={({ detail }) => setChosenPlace(detail.selectedOption.value)}
          />
        </FormField>
        {giving.error !== null && <ErrorAlert error={giving.error} header={t('attach.failed')} />}
      </SpaceBetween>
    </Dialog>
  );
}
