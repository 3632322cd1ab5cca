import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { createQueryClient } from '../api/queries';
import { ComponentTexts } from '../language/ComponentTexts';
import { Bar } from '../layout/Bar';
import { Cover } from '../session/Cover';
import { ownerOf } from '../session/signedOut';
import { useSessionCare } from '../session/useSessionCare';
import { WaitForSession } from '../session/WaitForSession';
import { InvitationPage } from './InvitationPage';
import { useLinkToken } from './invitation';
import { SignedIn } from './SignedIn';
import { SignInPage } from './SignInPage';
import { place, useDeskState } from './session';
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
  const { data, error, refetch } = useDeskState();
  useSessionCare(place, data, error);
  const [token, forgetToken] = useLinkToken();
  if (token !== undefined)
    return (
      <>
        <Bar utilities={[]} home="/desk" />
        <InvitationPage key={token} token={token} onDone={forgetToken} />
      </>
    );
  const session = ownerOf(data);
  const signedOut = data !== undefined && 'signedOut' in data ? data.signedOut : undefined;
  if (session !== undefined)
    return (
      <>
        <SignedIn key={session.user.id} session={session} />
        {signedOut !== undefined && (
          <Cover>
            <SignInPage signedOut={signedOut} before={session.user.name} />
          </Cover>
        )}
      </>
    );
  return (
    <>
      <Bar utilities={[]} home="/desk" />
      {signedOut === undefined ? (
        <WaitForSession error={error} onRetry={() => void refetch()} />
      ) : (
        <SignInPage signedOut={signedOut} />
      )}
    </>
  );
}
