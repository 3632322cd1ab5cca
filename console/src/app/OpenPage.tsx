import Spinner from '@cloudscape-design/components/spinner';
import { Outlet } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeadProvider } from '../layout/page';
import { TopBar } from '../layout/TopBar';

/** What is shown without signing in, too: errors link to it, also those of calls that no session is behind. */
export const isOpenPage = (path: string): boolean => /^\/explorer\/errors(?:\/|$)/.test(path);

/** Such a page, for whoever is not signed in. */
export function OpenPage(): ReactNode {
  const { t } = useTranslation('session');
  return (
    <PageHeadProvider>
      <TopBar utilities={[{ type: 'button', text: t('signIn'), href: '/console' }]} />
      <main id="content" className="open-page">
        <Suspense fallback={<Spinner size="large" />}>
          <Outlet />
        </Suspense>
      </main>
    </PageHeadProvider>
  );
}
