import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiParameter, ApiSchema, RoutedOperation } from './apiDocument';
import { exampleOf, type FilledCall, keyOf, parametersOf, readBody, takesBytes } from './filledCall';

interface Props {
  readonly routed: RoutedOperation;
  readonly call: FilledCall;
  readonly projectId: string;
  readonly onChange: (call: FilledCall) => void;
}

/** The parameters with their limits and examples, and the body. */
export function CallForm({ routed, call, projectId, onChange }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const parameters = parametersOf(routed);
  const hasBody = routed.operation.requestBody !== undefined;
  if (parameters.length === 0 && !hasBody) return null;
  const set = (key: string, value: string): void =>
    onChange({ ...call, values: { ...call.values, [key]: value } });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={routed.path.includes('{project_id}') ? t('form.project', { projectId }) : ''}
        >
          {t('form.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {parameters.map((parameter) => (
          <FormField
            key={keyOf(parameter)}
            label={parameter.required === true ? parameter.name : `${parameter.name} – ${t('form.optional')}`}
            description={parameter.description ?? ''}
            constraintText={limitsOf(parameter, t)}
          >
            <Field
              parameter={parameter}
              value={call.values[keyOf(parameter)] ?? ''}
              onChange={(value) => set(keyOf(parameter), value)}
            />
          </FormField>
        ))}
        {hasBody && !takesBytes(routed) && (
          <FormField
            label={t('form.body')}
            description={t('form.bodyHint')}
            errorText={readBody(call.body) === undefined ? t('form.notJson') : ''}
            stretch
          >
            <Textarea
              value={call.body}
              rows={Math.min(20, call.body.split('\n').length + 1)}
              spellcheck={false}
              onChange={({ detail }) => onChange({ ...call, body: detail.value })}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Field({
  parameter,
  value,
  onChange,
}: {
  readonly parameter: ApiParameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useTranslation('explorer');
  const words = parameter.schema.type === 'boolean' ? ['true', 'false'] : parameter.schema.enum?.map(String);
  if (words === undefined)
    return (
      <Input
        value={value}
        placeholder={exampleOf(parameter)}
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    );
  const none = { value: '', label: t('form.notSent') };
  const options = [none, ...words.map((word) => ({ value: word, label: word }))];
  return (
    <Select
      selectedOption={options.find((option) => option.value === value) ?? none}
      options={options}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  );
}

/** What the schema allows, in words. */
function limitsOf({ schema }: ApiParameter, t: TFunction<'explorer'>): string {
  const { type, minimum, maximum, maxLength, maxItems, pattern } = schema;
  const parts = [
    ...(type === 'integer' && maximum !== undefined
      ? [t('form.range', { from: minimum ?? 0, to: maximum })]
      : []),
    ...(maxLength === undefined ? [] : [t('form.maxLength', { count: maxLength })]),
    ...(maxItems === undefined ? [] : [t('form.list', { count: maxItems })]),
    ...usualOf(schema, t),
    ...(pattern === undefined || pattern.length > 60 ? [] : [pattern]),
  ];
  return parts.join(' · ');
}

function usualOf({ default: usual }: ApiSchema, t: TFunction<'explorer'>): string[] {
  return usual === undefined ? [] : [t('form.usual', { value: JSON.stringify(usual) })];
}
