import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

interface FormProps {
  readonly title: string;
  /** The words on its button. */
  readonly action: string;
  readonly onSubmit: () => void;
  readonly pending: boolean;
  readonly disabled?: boolean;
  /** Another button, before its own. */
  readonly other?: ReactNode;
  readonly children: ReactNode;
}

/** A small form that is all of a page: signing in, another password. */
export function EntryForm(props: FormProps): ReactNode {
  const { title, action, onSubmit, pending, disabled = false, other, children } = props;
  return (
    <main className="sign-in">
      <form
        aria-labelledby="entry-title"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !disabled) onSubmit();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {other}
              <Button variant="primary" formAction="submit" loading={pending} disabled={disabled}>
                {action}
              </Button>
            </SpaceBetween>
          }
        >
          <Container
            header={
              <Header variant="h1">
                <span id="entry-title">{title}</span>
              </Header>
            }
          >
            <SpaceBetween size="l">{children}</SpaceBetween>
          </Container>
        </Form>
      </form>
    </main>
  );
}

interface FieldProps extends Pick<InputProps, 'name' | 'type' | 'autoComplete' | 'autoFocus' | 'value'> {
  readonly label: string;
  readonly hint?: string;
  readonly rules?: string;
  readonly fault?: string;
  readonly onChange: (value: string) => void;
}

export function EntryField({ label, hint, rules, fault, onChange, ...input }: FieldProps): ReactNode {
  return (
    <FormField label={label} description={hint} constraintText={rules} errorText={fault}>
      <Input {...input} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}
