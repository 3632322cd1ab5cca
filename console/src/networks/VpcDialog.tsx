import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Optional } from '../reach/SignInFields';
import { isName, rangeIn } from './addressChecks';
import { FieldsDialog } from './FieldsDialog';
import type { Vpc } from './network';
import { useDone } from './useDone';

interface Props {
  /** Undefined: a new one. */
  readonly vpc: Vpc | undefined;
  readonly onClose: () => void;
}

/** A new network, or another name, range or description of one. */
export function VpcDialog({ vpc, onClose }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const done = useDone(onClose);
  const create = useChange('CreateVpc', ['ListVpcs']);
  const update = useChange('UpdateVpc', ['ListVpcs']);
  const verb = vpc === undefined ? 'create' : 'change';
  const submit = ({ name, cidr, description }: Record<'name' | 'cidr' | 'description', string>): void => {
    const end = done(t(`done.${verb}`, { name }));
    const body = { vpc: { name, cidr: cidr.trim(), description } };
    if (vpc === undefined) create.mutate({ body }, end);
    else update.mutate({ path: { id: vpc.id }, body }, end);
  };
  return (
    <FieldsDialog
      title={vpc === undefined ? t('vpcs.create') : t('vpcs.change', { name: vpc.name })}
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
          initial: vpc?.name ?? '',
          fault: (name) => (isName(name) ? undefined : t('fault.name')),
        },
        {
          name: 'cidr',
          label: t('range'),
          hint: t('vpcs.rangeHint'),
          initial: vpc?.cidr ?? '192.168.0.0/16',
          fault: (text) => (rangeIn(text) === undefined ? t('fault.range') : undefined),
        },
        {
          name: 'description',
          label: <Optional>{t('note')}</Optional>,
          initial: vpc?.description ?? '',
        },
      ]}
    />
  );
}
