import Spinner from '@cloudscape-design/components/spinner';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createQueryClient } from '../api/queries';
import { ComponentTexts } from '../language/ComponentTexts';
import { Bar } from '../layout/Bar';
import { ErrorAlert } from '../layout/ErrorAlert';
import { InvitationPage } from './InvitationPage';
import { tokenOfLink } from './invitation';
import { SignedIn } from './SignedIn';
import { SignInPage } from './SignInPage';
import { useDeskState } from './session';
import './desk.css';

const client = createQueryClient();

/** What those who work on desktops see: an application of its own, without anything of the administrators'. */
export function DeskApp(): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <ComponentTexts>
        <Suspense>
          <Desk />
        </Suspense>
      </ComponentTexts>
    </QueryClientProvider>
  );
}

function Desk(): ReactNode {
  const { t } = useTranslation('desk');
  const { data, error, refetch } = useDeskState();
  const [token, setToken] = useState(() => tokenOfLink(location));
  if (token !== undefined)
    return (
      <>
        <Bar utilities={[]} home="/desk" />
        <InvitationPage
          token={token}
          onDone={() => {
            history.replaceState(null, '', `/desk${location.search}`);
            setToken(undefined);
          }}
        />
      </>
    );
  if (data !== undefined && 'session' in data) return <SignedIn session={data.session} />;
  return (
    <>
      <Bar utilities={[]} home="/desk" />
      {data === undefined ? (
        <main className="sign-in">
          {error === null ? (
            <Spinner size="large" />
          ) : (
            <ErrorAlert error={error} header={t('broken')} onRetry={() => void refetch()} />
          )}
        </main>
      ) : (
        <SignInPage signedOut={data.signedOut} />
      )}
    </>
  );
}
