import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { scheduledTypes } from '@deskplane/server/schedules/taskFields.js';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import type { Draft } from './draft';

interface Props {
  readonly draft: Draft;
  readonly fault: (field: keyof Draft) => string;
  readonly set: (more: Partial<Draft>) => void;
}

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** On which days, at what time, by which clock. */
export function ScheduleFields({ draft, fault, set }: Props): ReactNode {
  const { t } = useTranslation('schedules');
  const zones = useRead('ListTimeZones');
  const kinds = scheduledTypes.map((value) => ({ value, label: t(`kinds.${value}`) }));
  const days = weekdays.map((value) => ({ value, label: t(`weekdays.${value}`) }));
  const own = { value: draft.zone, label: draft.zone };
  const names = (zones.data?.time_zones ?? []).map(({ time_zone_name: value, time_zone: offset }) => ({
    value,
    label: value,
    description: offset,
  }));
  const text = (field: 'time' | 'date' | 'interval' | 'dates', name: string): ReactNode => (
    <FormField label={t(`fields.${field}`)} constraintText={t(`forms.${field}`)} errorText={fault(field)}>
      <Input
        value={draft[field]}
        name={name}
        autoComplete={false}
        ariaRequired
        onChange={({ detail }) => set({ [field]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      <FormField label={t('kind')}>
        <Select
          selectedOption={kinds.find(({ value }) => value === draft.kind) ?? null}
          options={kinds}
          onChange={({ detail }) =>
            set({ kind: scheduledTypes.find((each) => each === detail.selectedOption.value) ?? 'DAY' })
          }
        />
      </FormField>
      {draft.kind === 'FIXED_TIME' && text('date', 'scheduled_date')}
      {draft.kind === 'DAY' && text('interval', 'day_interval')}
      {draft.kind === 'MONTH' && text('dates', 'date_list')}
      {draft.kind === 'WEEK' && (
        <FormField label={t('fields.weekdays')} errorText={fault('weekdays')}>
          <Multiselect
            placeholder={t('chooseDays')}
            deselectAriaLabel={({ label }) => t('deselect', { name: label })}
            selectedOptions={days.filter(({ value }) => draft.weekdays.includes(value))}
            options={days}
            onChange={({ detail }) =>
              set({ weekdays: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
            }
          />
        </FormField>
      )}
      {text('time', 'scheduled_time')}
      <FormField label={t('zone')}>
        <Select
          filteringType="auto"
          filteringAriaLabel={t('searchZones')}
          selectedOption={names.find(({ value }) => value === draft.zone) ?? own}
          options={names}
          statusType={zones.isPending ? 'loading' : 'finished'}
          loadingText={t('loadingZones')}
          onChange={({ detail }) => set({ zone: detail.selectedOption.value ?? draft.zone })}
        />
      </FormField>
    </SpaceBetween>
  );
}
