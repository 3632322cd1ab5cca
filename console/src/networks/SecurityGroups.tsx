import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DesktopLinks } from '../desktops/DesktopLinks';
import type { Desktop } from '../desktops/desktop';
import { desktopsAt, type Port, type SecurityGroup } from './network';
import { Rules } from './Rules';

interface Props {
  readonly groups: readonly SecurityGroup[];
  readonly ports: readonly Port[];
  readonly desktops: readonly Desktop[];
}

/** So many are shown open. */
const fewGroups = 3;

/** What may pass, group by group, and for whom. */
export function SecurityGroups({ groups, ports, desktops }: Props): ReactNode {
  const { t } = useTranslation('networks');
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${groups.length})`} description={t('groups.description')}>
          {t('groups.title')}
        </Header>
      }
    >
      {groups.length === 0 && <Box textAlign="center">{t('groups.none')}</Box>}
      <SpaceBetween size="m">
        {groups.map((group) => (
          <ExpandableSection
            key={group.id}
            defaultExpanded={groups.length <= fewGroups}
            headingTagOverride="h3"
            headerText={`${group.name} ${t('groups.rules', { count: group.security_group_rules.length })}`}
          >
            <SpaceBetween size="s">
              {group.description !== '' && <div>{t(`groups.ours.${group.name}`, group.description)}</div>}
              <SpaceBetween direction="horizontal" size="xs">
                <Box variant="awsui-key-label">{t('groups.members')}</Box>
                <DesktopLinks
                  desktops={desktopsAt(
                    ports.filter(({ security_groups }) => security_groups.includes(group.id)),
                    desktops,
                  )}
                />
              </SpaceBetween>
              <Rules group={group} groups={groups} />
            </SpaceBetween>
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </Container>
  );
}
