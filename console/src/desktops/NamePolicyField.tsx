import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';

interface Props {
  /** Empty: the desktop is named by hand. */
  readonly chosen: string;
  readonly onChange: (policyId: string) => void;
}

/** As many policies as a project may have. */
const atOnce = 50;

/** Where the project has policies for names: by which of them the desktop is named. */
export function NamePolicyField({ chosen, onChange }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const mayList = useMay('ListDesktopNamePolicy');
  const { data } = useRead('ListDesktopNamePolicy', { query: { limit: atOnce } }, { enabled: mayList });
  const policies = data?.desktop_name_policy_infos ?? [];
  if (policies.length === 0) return null;
  const byHand = { value: '', label: t('new.byHand') };
  const options = [
    byHand,
    ...policies.map(({ policy_id, policy_name, name_prefix }) => ({
      value: policy_id,
      label: policy_name,
      description: name_prefix,
    })),
  ];
  return (
    <FormField label={t('new.namedBy')}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? byHand}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}
