import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { sessionKey } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { loadAnew } from './loadAnew';
import { tellOtherTabs } from './otherTabs';

/** Nobody is signed in; `reason`: why nobody can be, in the user's language. */
export interface SignedOut {
  readonly reason: string | undefined;
}

/** `before`: whose page it is that the session ended under. It stays as it is, covered, and goes on with the same user. */
export type SignedState<Session> =
  | { readonly session: Session }
  | { readonly signedOut: SignedOut; readonly before?: Session };

/** Belongs to one user, for as long as it is shown. */
export interface Owned {
  readonly user: { readonly id: string };
}

/**
 * Who is signed in, asked once and again when the service says that nobody is. A page belongs to one user: for another one it is
 * loaded anew, so that nothing of the first one is left.
 * @param read fails with 401 while nobody is
 */
export function useSignedState<Session extends Owned>(read: (signal: AbortSignal) => Promise<Session>) {
  const client = useQueryClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      const now = await stateOf(read(signal));
      const shown = ownerOf(client.getQueryData<SignedState<Session>>(sessionKey));
      if (shown === undefined) return now;
      if ('signedOut' in now) return { ...now, before: shown };
      return isSame(shown, now.session) ? now : loadAnew();
    },
    staleTime: Infinity,
    refetchOnWindowFocus: 'always',
  });
}

/** The session of whoever the page is shown to, even if it has ended. */
export function ownerOf<Session>(state: SignedState<Session> | undefined): Session | undefined {
  if (state === undefined) return undefined;
  return 'session' in state ? state.session : state.before;
}

/** Somebody has signed in on this page. @param place `console` or `desk` */
export async function enter(client: QueryClient, place: string, session: Owned): Promise<void> {
  const shown = ownerOf(client.getQueryData<SignedState<Owned>>(sessionKey));
  tellOtherTabs(place, 'in');
  if (shown !== undefined && !isSame(shown, session)) return loadAnew();
  if (shown === undefined) forget(client);
  await show(client, { session });
}

/** Whoever was signed in on this page wanted to leave. */
export async function leave(client: QueryClient, place: string): Promise<void> {
  tellOtherTabs(place, 'out');
  await show<Owned>(client, { signedOut: { reason: undefined } });
  forget(client);
}

async function show<Session>(client: QueryClient, state: SignedState<Session>): Promise<void> {
  // What is being asked may be answered as it was before.
  await client.cancelQueries({ queryKey: sessionKey });
  client.setQueryData<SignedState<Session>>([...sessionKey], state);
}

/** What another one saw goes. */
function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
}

const isSame = (one: Owned, other: Owned): boolean => one.user.id === other.user.id;

async function stateOf<Session>(session: Promise<Session>): Promise<SignedState<Session>> {
  try {
    return { session: await session };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 401) throw error;
    const { allowed, reason } = Object(Object(error.body).sign_in);
    return { signedOut: { reason: allowed === false && typeof reason === 'string' ? reason : undefined } };
  }
}
