import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoutedOperation } from './apiDocument';
import { BodyForm } from './BodyForm';
import { bodySchemaOf, type FilledCall, keyOf, parameterFaults, parametersOf } from './filledCall';
import { SchemaField } from './SchemaField';

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
  const body = bodySchemaOf(routed);
  if (parameters.length === 0 && body === undefined) return null;
  const project = routed.path.includes('{project_id}') ? t('form.project', { projectId }) : '';
  return (
    <SpaceBetween size="l">
      {parameters.length > 0 && (
        <Container
          header={
            <Header variant="h2" description={project}>
              {t('form.title')}
            </Header>
          }
        >
          <SpaceBetween size="m">
            {parameters.map((parameter) => {
              const key = keyOf(parameter);
              return (
                <SchemaField
                  key={key}
                  name={parameter.name}
                  schema={parameter.schema}
                  required={parameter.required === true}
                  value={call.values[key]}
                  pointer=""
                  faults={parameterFaults(parameter, call, t)}
                  onChange={(value) => onChange({ ...call, values: { ...call.values, [key]: value } })}
                />
              );
            })}
          </SpaceBetween>
        </Container>
      )}
      {body !== undefined && (
        <Container
          header={
            <Header variant="h2" description={parameters.length === 0 ? project : ''}>
              {t('form.bodyTitle')}
            </Header>
          }
        >
          <BodyForm schema={body} text={call.body} onChange={(text) => onChange({ ...call, body: text })} />
        </Container>
      )}
    </SpaceBetween>
  );
}
