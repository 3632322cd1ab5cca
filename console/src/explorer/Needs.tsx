import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { formatList } from '../language/format';
import type { ApiOperation } from './apiDocument';

/** More actions than that are folded. */
const shownAtOnce = 4;

/** The action that an operation needs, with its conditions, and whether who looks at it has it. */
export function Needs({ operation }: { readonly operation: ApiOperation }): ReactNode {
  const { t } = useTranslation('explorer');
  const { data } = useRead('ShowOwnRights');
  const needs = operation['x-permissions'];
  const list = (values: readonly string[] = []): string => (values.length === 0 ? '–' : formatList(values));
  const rights: Readonly<Record<string, 'all' | 'some' | 'none'>> = data?.rights ?? {};
  const have = rights[operation.operationId];
  const dependent = needs?.dependent_actions ?? [];
  const none = operation.security?.length === 0 ? t('needs.nothing') : t('needs.signedIn');
  return (
    <Container header={<Header variant="h2">{t('needs.title')}</Header>}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={220}
        items={[
          { label: t('needs.action'), value: needs?.action ?? none },
          {
            label: t('needs.you'),
            value:
              have === undefined ? (
                t('needs.unknown')
              ) : (
                <StatusIndicator type={have === 'none' ? 'error' : have === 'some' ? 'info' : 'success'}>
                  {t(`needs.${have}`)}
                </StatusIndicator>
              ),
          },
          { label: t('needs.conditions'), value: list(needs?.condition_keys) },
          {
            label: t('needs.dependent'),
            value:
              dependent.length > shownAtOnce ? (
                <ExpandableSection headerText={t('needs.actions', { count: dependent.length })}>
                  {list(dependent)}
                </ExpandableSection>
              ) : (
                list(dependent)
              ),
          },
        ]}
      />
    </Container>
  );
}
