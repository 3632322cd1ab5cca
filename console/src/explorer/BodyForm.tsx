import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiSchema } from './apiDocument';
import { lineOf, readBody, writeBody } from './bodyText';
import { faultsOf } from './faults';
import { Fields } from './SchemaField';
import { formOf } from './schemaForm';

interface Props {
  readonly schema: ApiSchema;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** A body as a form and as JSON beside it. The text is what counts: the form shows it and writes into it. */
export function BodyForm({ schema, text, onChange }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const read = readBody(text);
  const isJson = 'value' in read;
  const value = isJson ? read.value : undefined;
  const faults = value === undefined ? [] : faultsOf(schema, value, t);
  const hasForm = formOf(schema).kind === 'object';
  return (
    <Grid
      gridDefinition={
        hasForm
          ? [{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]
          : [{ colspan: { default: 12 } }]
      }
    >
      {hasForm && (
        <section aria-label={t('form.bodyFields')}>
          {isJson ? (
            <Fields
              schema={schema}
              value={value}
              pointer=""
              faults={new Map(faults.map(({ pointer, words }) => [pointer, words]))}
              onChange={(changed) => onChange(writeBody(changed))}
            />
          ) : (
            <Box color="text-status-error">{t('form.mendJson', { ...read.wrongAt })}</Box>
          )}
        </section>
      )}
      <SpaceBetween size="xs">
        <FormField
          label={t('form.body')}
          description={t('form.bodyHint')}
          errorText={isJson ? '' : t('form.notJson', { ...read.wrongAt })}
          stretch
        >
          <Textarea
            value={text}
            rows={Math.min(30, Math.max(4, text.split('\n').length + 1))}
            spellcheck={false}
            onChange={({ detail }) => onChange(detail.value)}
          />
        </FormField>
        <div role="status">
          {faults.map(({ pointer, words }) => (
            <Box key={pointer} variant="small" color="text-status-error" display="block">
              {t('form.fault', { line: lineOf(text, pointer), place: pointer.slice(1) || '–', words })}
            </Box>
          ))}
        </div>
      </SpaceBetween>
    </Grid>
  );
}
