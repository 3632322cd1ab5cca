import FormField from '@cloudscape-design/components/form-field';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Optional } from '../reach/SignInFields';
import { arePorts } from './addressChecks';
import { FieldsDialog } from './FieldsDialog';
import type { SecurityGroup } from './network';
import { useDone } from './useDone';

interface Props {
  readonly group: SecurityGroup;
  /** All of them: a rule may name another. */
  readonly groups: readonly SecurityGroup[];
  readonly onClose: () => void;
}

const directions = ['ingress', 'egress'] as const;
const families = ['IPv4', 'IPv6'] as const;
const protocols = ['any', 'tcp', 'udp', 'icmp'] as const;

/** A new rule: what may pass. */
export function RuleDialog({ group, groups, onClose }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const done = useDone(onClose);
  const create = useChange('CreateSecurityGroupRuleV3', ['ListVpcSecurityGroups']);
  const [direction, setDirection] = useState<(typeof directions)[number]>('ingress');
  const [family, setFamily] = useState<(typeof families)[number]>('IPv4');
  const [protocol, setProtocol] = useState<(typeof protocols)[number]>('tcp');
  const [other, setOther] = useState('');
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  const submit = ({ ports, range, description }: Record<'ports' | 'range' | 'description', string>): void => {
    const named = protocol === 'icmp' && family === 'IPv6' ? 'icmpv6' : protocol;
    create.mutate(
      {
        body: {
          security_group_rule: {
            security_group_id: group.id,
            direction,
            ethertype: family,
            ...(protocol === 'any' ? {} : { protocol: named }),
            ...(ports === '' ? {} : { multiport: ports }),
            ...(range === '' ? {} : { remote_ip_prefix: range.trim() }),
            ...(other === '' ? {} : { remote_group_id: other }),
            description,
          },
        },
      },
      done(t('rules.added', { group: group.name })),
    );
  };
  return (
    <FieldsDialog
      title={t('rules.add', { group: group.name })}
      action={t('action.add')}
      failed={t('failed')}
      error={create.error}
      pending={create.isPending}
      onSubmit={submit}
      onClose={onClose}
      fields={[
        {
          name: 'ports',
          label: <Optional>{t('rules.ports')}</Optional>,
          hint: t('rules.portsHint'),
          initial: '',
          fault: (text) => {
            if (text === '') return undefined;
            if (!hasPorts) return t('fault.noPorts');
            return arePorts(text) ? undefined : t('fault.ports');
          },
        },
        {
          name: 'range',
          label: <Optional>{t('rules.range')}</Optional>,
          hint: t('rules.rangeHint'),
          initial: '',
          fault: (text) => (text !== '' && other !== '' ? t('fault.both') : undefined),
        },
        { name: 'description', label: <Optional>{t('note')}</Optional>, initial: '' },
      ]}
    >
      <Choice
        label={t('rules.otherGroup')}
        value={other}
        options={[
          { value: '', label: t('rules.noGroup') },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setOther}
      />
      <Choice
        label={t('rules.direction')}
        value={direction}
        options={directions.map((value) => ({ value, label: t(`rules.${value}`) }))}
        onChange={(value) => setDirection(directions.find((each) => each === value) ?? direction)}
      />
      <Choice
        label={t('rules.family')}
        value={family}
        options={families.map((value) => ({ value, label: value }))}
        onChange={(value) => setFamily(families.find((each) => each === value) ?? family)}
      />
      <Choice
        label={t('rules.protocol')}
        value={protocol}
        options={protocols.map((value) => ({
          value,
          label: value === 'any' ? t('rules.any') : value.toUpperCase(),
        }))}
        onChange={(value) => setProtocol(protocols.find((each) => each === value) ?? protocol)}
      />
    </FieldsDialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectProps.Option[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  return (
    <FormField label={label}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? null}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}
