import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { groupsAtOnce, groupsIn } from '../userGroups/group';
import { ChoosePeople } from './ChoosePeople';
import type { FactorPerson } from './factorPerson';

interface Props {
  readonly isOn: boolean;
  /** Of whom it is asked by now; nobody: of everybody. */
  readonly people: readonly FactorPerson[];
  readonly onClose: () => void;
}

/** Asks a second factor of everybody, or of the users and groups that are chosen and nobody else. */
export function AskFactor({ isOn, people, onClose }: Props): ReactNode {
  const { t } = useTranslation('settings');
  const { notify } = useNotifications();
  const [whom, setWhom] = useState<'everybody' | 'some'>(people.length === 0 ? 'everybody' : 'some');
  const [chosen, setChosen] = useState(people);
  const change = useChange('UpdateAssistAuthMethodConfig', ['ShowAssistAuthConfig']);
  const users = useReadAll(
    'ListUsers',
    1_000,
    (answer) => ({ items: answer.users, total: answer.total_count }),
    { query: { is_query_total_desktops: false } },
  );
  const groups = useReadAll('ListUserGroups', groupsAtOnce, groupsIn);
  const way = isOn ? 'change' : 'switchOn';
  const run = (): void =>
    change.mutate(
      { body: { otp_config_info: { enable: true, apply_objects: whom === 'some' ? [...chosen] : [] } } },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t(`service.factor.done.${way}`) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t(`service.factor.title.${way}`)}
      action={t(isOn ? 'service.factor.save' : 'service.factor.switchOn')}
      onAction={run}
      onClose={onClose}
      pending={change.isPending}
      disabled={whom === 'some' && chosen.length === 0}
    >
      <p>{t('service.factor.does.switchOn')}</p>
      <FormField label={t('service.factor.whom.title')}>
        <RadioGroup
          value={whom}
          items={[
            { value: 'everybody', label: t('service.factor.whom.everybody') },
            {
              value: 'some',
              label: t('service.factor.whom.some'),
              description: t('service.factor.whom.someHint'),
            },
          ]}
          onChange={({ detail }) => setWhom(detail.value === 'some' ? 'some' : 'everybody')}
        />
      </FormField>
      {whom === 'some' && (
        <SpaceBetween size="m">
          <ChoosePeople
            type="USER"
            from={users}
            offered={(users.data?.items ?? []).map(({ id, user_name: name, user_email: about }) => ({
              id,
              name,
              about,
            }))}
            chosen={chosen}
            onChange={setChosen}
          />
          <ChoosePeople
            type="USER_GROUP"
            from={groups}
            offered={(groups.data?.items ?? []).map(({ id, name, description: about }) => ({
              id,
              name,
              about,
            }))}
            chosen={chosen}
            onChange={setChosen}
          />
        </SpaceBetween>
      )}
      {change.error !== null && <ErrorAlert error={change.error} header={t('service.failed')} />}
    </Dialog>
  );
}
