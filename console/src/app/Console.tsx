import Spinner from '@cloudscape-design/components/spinner';
import { Outlet } from '@tanstack/react-router';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProjectContext } from '../api/project';
import { ErrorAlert } from '../layout/ErrorAlert';
import { Layout } from '../layout/Layout';
import { NotificationsProvider } from '../layout/notifications';
import { PageHeadProvider } from '../layout/page';
import { TopBar } from '../layout/TopBar';
import { storedProject, storeProject } from '../session/project';
import { SignedInBar } from '../session/SignedInBar';
import { SignInPage } from '../session/SignInPage';
import { type Session, useSessionState } from '../session/session';
import { subjects } from './subjects';

/** The page that is asked for, or in its place, as long as nobody is signed in, the sign-in page. */
export function Console(): ReactNode {
  const { t } = useTranslation('layout');
  const { data, error, refetch } = useSessionState();
  if (data !== undefined && 'session' in data)
    return <SignedIn key={data.session.user.id} session={data.session} />;
  return (
    <>
      <TopBar utilities={[]} />
      {data !== undefined ? (
        <Suspense>
          <SignInPage signedOut={data.signedOut} />
        </Suspense>
      ) : (
        <main className="sign-in">
          {error === null ? (
            <Spinner size="large" />
          ) : (
            <ErrorAlert error={error} header={t('broken')} onRetry={() => void refetch()} />
          )}
        </main>
      )}
    </>
  );
}

function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const { t } = useTranslation(['app', 'layout']);
  const [projectId, setProjectId] = useState(() =>
    storedProject(session, new URLSearchParams(location.search).get('project')),
  );
  const project = useMemo(
    () => ({
      id: projectId,
      account: session.account.name,
      choose: (id: string) => {
        storeProject(id);
        setProjectId(id);
      },
    }),
    [projectId, session.account.name],
  );
  const entries = subjects.flatMap(({ name, navigation }) =>
    navigation === undefined ? [] : [{ href: navigation, text: t(`app:${name}`) }],
  );
  return (
    <ProjectContext value={project}>
      <NotificationsProvider>
        <PageHeadProvider>
          <a className="skip-link" href="#content">
            {t('layout:skip')}
          </a>
          <SignedInBar />
          <Layout entries={entries}>
            <Suspense fallback={<Spinner size="large" />}>
              <Outlet key={projectId} />
            </Suspense>
          </Layout>
        </PageHeadProvider>
      </NotificationsProvider>
    </ProjectContext>
  );
}
