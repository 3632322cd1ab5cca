import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DesktopLinks } from '../desktops/DesktopLinks';
import type { Desktop } from '../desktops/desktop';
import { ActionButton } from './ActionButton';
import type { Leaving } from './DeleteDialog';
import { desktopsAt, type Port, type SecurityGroup } from './network';
import { Rules } from './Rules';
import { useObstacle } from './useObstacle';

interface Props {
  readonly groups: readonly SecurityGroup[];
  readonly ports: readonly Port[];
  readonly desktops: readonly Desktop[];
  readonly onCreate: () => void;
  readonly onChange: (group: SecurityGroup) => void;
  readonly onAddRule: (group: SecurityGroup) => void;
  readonly onDelete: (leaving: Leaving) => void;
}

/** So many are shown open. */
const fewGroups = 3;

/** What may pass, group by group, and for whom. */
export function SecurityGroups(props: Props): ReactNode {
  const { groups, ports, desktops } = props;
  const { t } = useTranslation('networks');
  const create = useObstacle('CreateSecurityGroupV3');
  const membersOf = ({ id }: SecurityGroup): readonly Port[] =>
    ports.filter(({ security_groups }) => security_groups.includes(id));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${groups.length})`}
          description={t('groups.description')}
          actions={
            <ActionButton obstacle={create} onClick={props.onCreate}>
              {t('groups.create')}
            </ActionButton>
          }
        >
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
                <DesktopLinks desktops={desktopsAt(membersOf(group), desktops)} />
              </SpaceBetween>
              <GroupActions {...props} group={group} isUsed={membersOf(group).length > 0} />
              <Rules group={group} groups={groups} onDelete={props.onDelete} />
            </SpaceBetween>
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </Container>
  );
}

interface ActionsProps extends Pick<Props, 'onChange' | 'onAddRule' | 'onDelete'> {
  readonly group: SecurityGroup;
  readonly isUsed: boolean;
}

function GroupActions({ group, isUsed, onChange, onAddRule, onDelete }: ActionsProps): ReactNode {
  const { t } = useTranslation('networks');
  const { name } = group;
  const change = useObstacle('UpdateSecurityGroupV3');
  const remove = useObstacle('DeleteSecurityGroupV3') ?? (isUsed ? t('groups.isUsed') : undefined);
  const add = useObstacle('CreateSecurityGroupRuleV3');
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ActionButton obstacle={add} label={t('rules.add', { group: name })} onClick={() => onAddRule(group)}>
        {t('rules.addShort')}
      </ActionButton>
      <ActionButton obstacle={change} label={t('groups.change', { name })} onClick={() => onChange(group)}>
        {t('action.change')}
      </ActionButton>
      <ActionButton
        obstacle={remove}
        label={t('deletion.title.group', { name })}
        onClick={() => onDelete({ kind: 'group', group })}
      >
        {t('action.delete')}
      </ActionButton>
    </SpaceBetween>
  );
}
