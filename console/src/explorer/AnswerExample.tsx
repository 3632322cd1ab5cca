import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiOperation } from './apiDocument';

/** What the answer looks like when all goes well, folded; nothing where it has no JSON. */
export function AnswerExample({ operation }: { readonly operation: ApiOperation }): ReactNode {
  const { t } = useTranslation('explorer');
  const [found] = Object.entries(operation.responses).flatMap(([status, { content }]) => {
    const example = content?.['application/json']?.example;
    return Number(status) < 400 && example !== undefined ? [{ status, example }] : [];
  });
  if (found === undefined) return null;
  return (
    <ExpandableSection
      variant="container"
      headerText={t('answer.title')}
      headerCounter={`(${found.status})`}
      headerDescription={t('answer.hint')}
    >
      <Box variant="pre">{JSON.stringify(found.example, null, 2)}</Box>
    </ExpandableSection>
  );
}
