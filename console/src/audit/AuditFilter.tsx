import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { anything, type Filter, periods, ratings } from './filter';

/** What to look for; it is looked for once that is asked for. */
export function AuditFilter({ onSearch }: { readonly onSearch: (filter: Filter) => void }): ReactNode {
  const { t } = useTranslation('audit');
  const [filter, setFilter] = useState(anything);
  const periodOptions = periods.map((value) => ({ value, label: t(`period.${value}`) }));
  const ratingOptions = ratings.map((value) => ({ value, label: t(`rating.${value}`) }));
  const field = (name: 'user' | 'name' | 'resource') => (
    <FormField label={t(`filter.${name}`)} description={t(`filter.${name}Hint`)}>
      <Input
        value={filter[name]}
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => setFilter({ ...filter, [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <form
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        onSearch(filter);
      }}
    >
      <SpaceBetween size="s">
        <ColumnLayout columns={3} minColumnWidth={170}>
          {field('user')}
          {field('name')}
          {field('resource')}
          <FormField label={t('filter.rating')}>
            <Select
              options={ratingOptions}
              selectedOption={ratingOptions.find(({ value }) => value === filter.rating) ?? null}
              onChange={({ detail }) => {
                const rating = ratings.find((each) => each === detail.selectedOption.value);
                if (rating !== undefined) setFilter({ ...filter, rating });
              }}
            />
          </FormField>
          <FormField label={t('filter.period')}>
            <Select
              options={periodOptions}
              selectedOption={periodOptions.find(({ value }) => value === filter.period) ?? null}
              onChange={({ detail }) => {
                const period = periods.find((each) => each === detail.selectedOption.value);
                if (period !== undefined) setFilter({ ...filter, period });
              }}
            />
          </FormField>
        </ColumnLayout>
        <SpaceBetween direction="horizontal" size="xs">
          <Button formAction="submit" iconName="search">
            {t('filter.search')}
          </Button>
          <Button
            variant="link"
            formAction="none"
            onClick={() => {
              setFilter(anything);
              onSearch(anything);
            }}
          >
            {t('filter.clear')}
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
