import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Optional } from '../reach/SignInFields';
import { isName } from './addressChecks';
import { FieldsDialog } from './FieldsDialog';
import type { SecurityGroup } from './network';
import { useDone } from './useDone';

interface Props {
  /** Undefined: a new one. */
  readonly group: SecurityGroup | undefined;
  readonly onClose: () => void;
}

const stale = ['ListVpcSecurityGroups'] as const;

/** A new security group, or another name or description of one. */
export function GroupDialog({ group, onClose }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const done = useDone(onClose);
  const create = useChange('CreateSecurityGroupV3', stale);
  const update = useChange('UpdateSecurityGroupV3', stale);
  const verb = group === undefined ? 'create' : 'change';
  const submit = ({ name, description }: Record<'name' | 'description', string>): void => {
    const end = done(t(`done.${verb}`, { name }));
    const body = { security_group: { name, description } };
    if (group === undefined) create.mutate({ body }, end);
    else update.mutate({ path: { id: group.id }, body }, end);
  };
  return (
    <FieldsDialog
      title={group === undefined ? t('groups.create') : t('groups.change', { name: group.name })}
      action={t(`action.${verb}`)}
      failed={t('failed')}
      error={create.error ?? update.error}
      pending={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
      fields={[
        {
          name: 'name',
          label: t('name'),
          hint: group === undefined ? t('groups.createHint') : '',
          initial: group?.name ?? '',
          fault: (name) => (isName(name) ? undefined : t('fault.name')),
        },
        {
          name: 'description',
          label: <Optional>{t('note')}</Optional>,
          initial: group?.description ?? '',
        },
      ]}
    />
  );
}
