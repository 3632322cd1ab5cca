import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiSchema } from './apiDocument';
import { Field } from './Field';
import { pointerTo } from './faults';
import './form.css';
import { asList, asObject, emptyItem, fieldsOf, formOf, withField } from './schemaForm';

export interface SchemaFieldProps {
  /** As the API calls it; items of a list with their number. */
  readonly name: string;
  readonly schema: ApiSchema;
  readonly required: boolean;
  /** Undefined: not sent. */
  readonly value: unknown;
  /** Where it stands in the whole. */
  readonly pointer: string;
  /** By place. */
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (value: unknown) => void;
}

/** A value of any schema: a field, or what it is made of. What need not be there is added by a button. */
export function SchemaField(props: SchemaFieldProps): ReactNode {
  const { name, schema, required, value, pointer, faults, onChange } = props;
  const { t } = useTranslation('explorer');
  const { kind, schema: own } = formOf(schema);
  const fault = faults.get(pointer);
  if (kind === 'text' || kind === 'number' || kind === 'choice')
    return (
      <Field
        name={name}
        kind={kind}
        schema={own}
        required={required}
        value={value}
        fault={fault}
        onChange={onChange}
      />
    );
  const isThere = value !== undefined;
  return (
    <fieldset className="part">
      <legend>
        {name} {required && <span className="required">{t('form.required')}</span>}
      </legend>
      <SpaceBetween size="s">
        {own.description !== undefined && (
          <Box variant="small" display="block">
            {own.description}
          </Box>
        )}
        {fault !== undefined && (
          <Box color="text-status-error" variant="small" display="block">
            {fault}
          </Box>
        )}
        {kind === 'json' && <Box variant="small">{t('form.asJson')}</Box>}
        {kind === 'object' && isThere && (
          <Fields schema={own} value={value} pointer={pointer} faults={faults} onChange={onChange} />
        )}
        {kind === 'list' && <Items {...props} schema={own} />}
        {kind === 'object' && !isThere && (
          <Button iconName="add-plus" onClick={() => onChange({})}>
            {t('form.add', { name })}
          </Button>
        )}
        {kind !== 'json' && isThere && !required && (
          <Button iconName="close" variant="inline-link" onClick={() => onChange(undefined)}>
            {t('form.leaveOut', { name })}
          </Button>
        )}
      </SpaceBetween>
    </fieldset>
  );
}

function Items({ name, schema, value, pointer, faults, onChange }: SchemaFieldProps): ReactNode {
  const { t } = useTranslation('explorer');
  const items = asList(value);
  const each = schema.items ?? {};
  const most = schema.maxItems ?? Number.POSITIVE_INFINITY;
  return (
    <SpaceBetween size="s">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place alone
        <div key={index} className="item">
          <SchemaField
            name={`${name} ${index + 1}`}
            schema={each}
            required
            value={item}
            pointer={pointerTo(pointer, index)}
            faults={faults}
            onChange={(changed) => onChange(items.with(index, changed ?? emptyItem(each)))}
          />
          <Button
            iconName="remove"
            variant="icon"
            ariaLabel={t('form.remove', { name: `${name} ${index + 1}` })}
            onClick={() => onChange(items.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      <Button
        iconName="add-plus"
        disabled={items.length >= most}
        disabledReason={t('fault.maxItems', { count: items.length })}
        onClick={() => onChange([...items, emptyItem(each)])}
      >
        {t('form.add', { name })}
      </Button>
    </SpaceBetween>
  );
}

type FieldsProps = Pick<SchemaFieldProps, 'schema' | 'value' | 'pointer' | 'faults' | 'onChange'>;

/** More than so many that need not be there are folded. */
const shownAtOnce = 8;

/** The fields of an object: what must be there first, and the rest, folded where it is much. */
export function Fields({ schema, value, pointer, faults, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation('explorer');
  const { required, optional } = fieldsOf(schema);
  const values = asObject(value);
  const isSet = ([name]: readonly [string, ApiSchema]): boolean => values[name] !== undefined;
  const show = (fields: readonly (readonly [string, ApiSchema])[], isRequired: boolean): ReactNode =>
    fields.map(([name, field]) => (
      <SchemaField
        key={name}
        name={name}
        schema={field}
        required={isRequired}
        value={values[name]}
        pointer={pointerTo(pointer, name)}
        faults={faults}
        onChange={(changed) => onChange(withField(value, name, changed))}
      />
    ));
  return (
    <SpaceBetween size="m">
      {show(required, true)}
      {optional.length > shownAtOnce ? (
        <ExpandableSection
          headerText={t('form.more')}
          headerCounter={`(${optional.length})`}
          defaultExpanded={optional.some(isSet)}
        >
          <SpaceBetween size="m">{show(optional, false)}</SpaceBetween>
        </ExpandableSection>
      ) : (
        show(optional, false)
      )}
    </SpaceBetween>
  );
}
