import Spinner from '@cloudscape-design/components/spinner';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProjectContext } from '../api/project';
import { Layout } from '../layout/Layout';
import { NotificationsProvider } from '../layout/notifications';
import { PageHeadProvider } from '../layout/page';
import { TopBar } from '../layout/TopBar';
import { Cover } from '../session/Cover';
import { ForcedPassword } from '../session/ForcedPassword';
import { NoProject } from '../session/NoProject';
import { storedProject, storeProject } from '../session/project';
import { SignedInBar } from '../session/SignedInBar';
import { SignInPage } from '../session/SignInPage';
import { place, type Session, useSessionState } from '../session/session';
import { ownerOf } from '../session/signedOut';
import { useSessionCare } from '../session/useSessionCare';
import { WaitForSession } from '../session/WaitForSession';
import { isOpenPage, OpenPage } from './OpenPage';
import { subjects } from './subjects';

/** What is not of one project. */
const isOfAccount = (path: string): boolean => /^\/console\/(?:access|help)(?:\/|$)/.test(path);

/** The page that is asked for; in its place, as long as nobody is signed in, the sign-in page, or above it when the session ends. */
export function Console(): ReactNode {
  const { data, error, refetch } = useSessionState();
  const isOpen = useRouterState({ select: ({ location }) => isOpenPage(location.pathname) });
  useSessionCare(place, data, error);
  const session = ownerOf(data);
  const signedOut = data !== undefined && 'signedOut' in data ? data.signedOut : undefined;
  if (session?.mustChangePassword === true && signedOut === undefined)
    return (
      <>
        <TopBar utilities={[]} />
        <Suspense>
          <ForcedPassword session={session} />
        </Suspense>
      </>
    );
  if (session !== undefined)
    return (
      <>
        <SignedIn key={session.user.id} session={session} />
        {signedOut !== undefined && (
          <Cover>
            <Suspense>
              <SignInPage signedOut={signedOut} before={session.user.name} />
            </Suspense>
          </Cover>
        )}
      </>
    );
  if (signedOut !== undefined && isOpen) return <OpenPage />;
  return (
    <>
      <TopBar utilities={[]} />
      <Suspense>
        {signedOut === undefined ? (
          <WaitForSession error={error} onRetry={() => void refetch()} />
        ) : (
          <SignInPage signedOut={signedOut} />
        )}
      </Suspense>
    </>
  );
}

function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const { t } = useTranslation(['app', 'layout']);
  const [chosen, setProjectId] = useState(() =>
    storedProject(session, new URLSearchParams(location.search).get('project')),
  );
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const first = session.projects[0]?.id;
  // The page keeps its project although that may be gone for a while.
  if (chosen === undefined && first !== undefined) setProjectId(first);
  const projectId = chosen ?? first ?? '';
  const isThere = isOfAccount(path) || session.projects.some(({ id }) => id === projectId);
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
              {!isThere && <NoProject />}
              {/* A page of a project that is not there for a while goes on as it was. */}
              {(isThere || projectId !== '') && (
                <div hidden={!isThere}>
                  <Outlet key={projectId} />
                </div>
              )}
            </Suspense>
          </Layout>
        </PageHeadProvider>
      </NotificationsProvider>
    </ProjectContext>
  );
}
