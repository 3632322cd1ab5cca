import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../layout/page';
import { CanI } from './CanI';
import { DecodeMessage } from './DecodeMessage';
import { Groups } from './Groups';
import { IamUsers } from './IamUsers';
import { Policies } from './Policies';
import { Projects } from './Projects';

/** Who may do what in the account. */
export function AccessPage(): ReactNode {
  const { t } = useTranslation('access');
  const [tab, setTab] = useState(() => new URLSearchParams(location.search).get('tab') ?? 'users');
  usePage(t('access'));
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('description')}>
        {t('access')}
      </Header>
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: 'users', label: t('users'), content: <IamUsers /> },
          { id: 'groups', label: t('groups'), content: <Groups /> },
          { id: 'policies', label: t('policies'), content: <Policies /> },
          { id: 'projects', label: t('projects'), content: <Projects /> },
          { id: 'can-i', label: t('canI.tab'), content: <CanI /> },
          { id: 'decode', label: t('decode.tab'), content: <DecodeMessage /> },
        ]}
      />
    </SpaceBetween>
  );
}
