import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../api/project';
import { sessionKey } from '../api/queries';
import { useFollow } from '../layout/follow';
import { usePageHead } from '../layout/page';
import { useTitle } from '../layout/useTitle';
import { useSession } from './session';

/** In milliseconds. */
const lookEvery = 5_000;

/** In the place of a page of a project that is not there to be worked in: which ones are, and where one is enabled. Goes by itself. */
export function NoProject(): ReactNode {
  const { t } = useTranslation('session');
  const { projects } = useSession();
  const project = useProject();
  const follow = useFollow();
  const client = useQueryClient();
  const title = t(projects.length === 0 ? 'project.none' : 'project.gone');
  const { head, setHead } = usePageHead();
  const [before] = useState({ head, title: document.title });
  useTitle(title);
  useEffect(() => setHead({ title, above: [] }), [title, setHead]);
  useEffect(
    // The page beneath is the same again.
    () => () => {
      setHead(before.head);
      document.title = before.title;
    },
    [before, setHead],
  );
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: sessionKey }), lookEvery);
    return () => {
      clearInterval(timer);
      void client.invalidateQueries();
    };
  }, [client]);
  return (
    <SpaceBetween size="m">
      <Box variant="h1">{title}</Box>
      <Box variant="p">{t(projects.length === 0 ? 'project.noneHint' : 'project.goneHint')}</Box>
      <SpaceBetween direction="horizontal" size="xs">
        {projects.map(({ id, name }) => (
          <Button key={id} onClick={() => project.choose(id)}>
            {t('project.goTo', { name })}
          </Button>
        ))}
        <Button href="/console/access?tab=projects" onFollow={follow} variant="primary">
          {t('project.enable')}
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
