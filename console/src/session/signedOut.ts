import { useQuery } from '@tanstack/react-query';
import { sessionKey } from '../api/queries';
import { ServiceError } from '../api/serviceError';

/** Nobody is signed in; `reason`: why nobody can be, in the user's language. */
export interface SignedOut {
  readonly reason: string | undefined;
}

export type SignedState<Session> = { readonly session: Session } | { readonly signedOut: SignedOut };

/**
 * Who is signed in, asked once and again when the service says that nobody is.
 * @param read fails with 401 while nobody is
 */
export function useSignedState<Session>(read: (signal: AbortSignal) => Promise<Session>) {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => stateOf(read(signal)),
    staleTime: Infinity,
    refetchOnWindowFocus: 'always',
  });
}

async function stateOf<Session>(session: Promise<Session>): Promise<SignedState<Session>> {
  try {
    return { session: await session };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 401) throw error;
    const { allowed, reason } = Object(Object(error.body).sign_in);
    return { signedOut: { reason: allowed === false && typeof reason === 'string' ? reason : undefined } };
  }
}
