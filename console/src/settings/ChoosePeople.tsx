import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import type { FactorPerson } from './factorPerson';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

interface Props {
  readonly type: FactorPerson['object_type'];
  readonly from: { readonly isPending: boolean; readonly error: Error | null };
  readonly offered: readonly Offered[];
  /** Users and groups; those of the other type stay as they are. */
  readonly chosen: readonly FactorPerson[];
  readonly onChange: (chosen: readonly FactorPerson[]) => void;
}

/** Chooses users, or groups, of whom the second factor is asked. Who is chosen already is there even where the list ends before. */
export function ChoosePeople({ type, from, offered, chosen, onChange }: Props): ReactNode {
  const { t } = useTranslation('settings');
  const words = (word: 'label' | 'choose' | 'none' | 'loading') => t(`service.factor.${type}.${word}`);
  const own = chosen.filter((each) => each.object_type === type);
  const listed = new Set(offered.map(({ id }) => id));
  const missing = own.filter(({ object_id: id }) => !listed.has(id));
  const options = [
    ...missing.map(({ object_id: id, object_name: name }) => ({ value: id, label: name, description: '' })),
    ...offered.map(({ id, name, about }) => ({ value: id, label: name, description: about })),
  ];
  return (
    <FormField label={words('label')} stretch>
      {from.error !== null && <ErrorAlert error={from.error} />}
      <Multiselect
        filteringType="auto"
        virtualScroll
        placeholder={words('choose')}
        filteringAriaLabel={words('choose')}
        empty={words('none')}
        statusType={from.isPending ? 'loading' : 'finished'}
        loadingText={words('loading')}
        deselectAriaLabel={({ label }) => t('service.factor.leaveOut', { name: label })}
        selectedOptions={options.filter(({ value }) => own.some(({ object_id: id }) => id === value))}
        options={options}
        onChange={({ detail }) =>
          onChange([
            ...chosen.filter((each) => each.object_type !== type),
            ...detail.selectedOptions.flatMap(({ value, label }) =>
              value === undefined ? [] : [{ object_type: type, object_id: value, object_name: label ?? '' }],
            ),
          ])
        }
      />
    </FormField>
  );
}
