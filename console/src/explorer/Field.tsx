import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { TFunction } from 'i18next';
import { type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiSchema } from './apiDocument';
import { OfferedIdsContext } from './offeredIds';
import { choicesOf, type FieldKind, readTyped, shownIn } from './schemaForm';

export interface FieldProps {
  readonly name: string;
  readonly kind: FieldKind;
  readonly schema: ApiSchema;
  readonly required: boolean;
  readonly value: unknown;
  /** Said below it. */
  readonly fault?: string | undefined;
  /** Undefined: not sent. */
  readonly onChange: (value: unknown) => void;
}

/** One value with its limits and an example: a text, a number or a choice. */
export function Field({ name, kind, schema, required, value, fault, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('explorer');
  const offered = useContext(OfferedIdsContext)[name];
  return (
    <FormField
      label={name}
      {...(required ? { info: <span className="required">{t('form.required')}</span> } : {})}
      description={schema.description ?? ''}
      constraintText={limitsOf(schema, t)}
      errorText={fault ?? ''}
    >
      {kind === 'choice' ? (
        <Choice schema={schema} value={value} onChange={onChange} />
      ) : offered !== undefined ? (
        <Autosuggest
          value={shownIn(value)}
          options={[...offered]}
          ariaRequired={required}
          enteredTextLabel={(text) => t('form.asTyped', { text })}
          onChange={({ detail }) => onChange(readTyped(kind, detail.value))}
        />
      ) : (
        <Input
          value={shownIn(value)}
          placeholder={shownIn(schema.examples?.[0])}
          inputMode={kind === 'number' ? 'numeric' : 'text'}
          ariaRequired={required}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange(readTyped(kind, detail.value))}
        />
      )}
    </FormField>
  );
}

function Choice({ schema, value, onChange }: Pick<FieldProps, 'schema' | 'value' | 'onChange'>): ReactNode {
  const { t } = useTranslation('explorer');
  const none = { value: '', label: t('form.notSent') };
  const options = [
    none,
    ...choicesOf(schema).map((word) => ({ value: JSON.stringify(word), label: String(word) })),
  ];
  const chosen = options.find((option) => option.value === JSON.stringify(value));
  // What was typed as JSON and is none of them is shown all the same.
  const strange = value === undefined ? none : { value: 'strange', label: shownIn(value) };
  return (
    <Select
      selectedOption={chosen ?? strange}
      options={options}
      onChange={({ detail }) =>
        onChange(choicesOf(schema).find((word) => JSON.stringify(word) === detail.selectedOption.value))
      }
    />
  );
}

/** What the schema allows, in words. */
function limitsOf(schema: ApiSchema, t: TFunction<'explorer'>): string {
  const { type, minimum, maximum, minLength, maxLength, pattern, default: usual } = schema;
  const isBounded = (type === 'integer' || type === 'number') && maximum !== undefined;
  const parts = [
    ...(isBounded ? [t('form.range', { from: minimum ?? 0, to: maximum })] : []),
    ...(minLength !== undefined && minLength > 1 ? [t('form.minLength', { count: minLength })] : []),
    ...(maxLength === undefined ? [] : [t('form.maxLength', { count: maxLength })]),
    ...(usual === undefined ? [] : [t('form.usual', { value: JSON.stringify(usual) })]),
    // Those against control characters say nothing to anyone.
    ...(pattern === undefined || pattern.length > 60 || pattern.includes('\\u0000') ? [] : [pattern]),
  ];
  return parts.join(' · ');
}
