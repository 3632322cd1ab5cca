import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';

/** A line of text that a dialog asks for. */
export interface TextField<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
  readonly hint?: string;
  readonly initial?: string;
  /** What is wrong with it; undefined: nothing. */
  readonly fault?: (value: string) => string | undefined;
}

interface Props<Name extends string> {
  readonly title: string;
  readonly action: string;
  readonly fields: readonly TextField<Name>[];
  /** What stands above the message when it failed. */
  readonly failed: string;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onSubmit: (values: Readonly<Record<Name, string>>) => void;
  readonly onClose: () => void;
  /** More to choose, below the fields. */
  readonly children?: ReactNode;
}

/** Asks for a few lines of text, and sends nothing while one of them is wrong. */
export function FieldsDialog<Name extends string>(props: Props<Name>): ReactNode {
  const { fields, onSubmit, error } = props;
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const [tried, setTried] = useState(false);
  const valueOf = ({ name, initial = '' }: TextField<Name>): string => typed[name] ?? initial;
  const faultOf = (field: TextField<Name>): string | undefined => field.fault?.(valueOf(field));
  const submit = (): void => {
    setTried(true);
    if (fields.some((field) => faultOf(field) !== undefined)) return;
    const values = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry per field
    onSubmit(values as Record<Name, string>);
  };
  return (
    <Dialog
      title={props.title}
      action={props.action}
      onAction={submit}
      onClose={props.onClose}
      pending={props.pending}
    >
      {fields.map((field, place) => (
        <FormField
          key={field.name}
          label={field.label}
          description={field.hint}
          errorText={tried ? faultOf(field) : ''}
        >
          <Input
            value={valueOf(field)}
            name={field.name}
            autoComplete={false}
            spellcheck={false}
            autoFocus={place === 0}
            onChange={({ detail }) => setTyped({ ...typed, [field.name]: detail.value })}
          />
        </FormField>
      ))}
      {props.children}
      {error !== null && <ErrorAlert error={error} header={props.failed} />}
    </Dialog>
  );
}
