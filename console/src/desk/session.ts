import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, callOperation, type OperationName, type Parameters } from '../api/operations';
import { sessionKey } from '../api/queries';
import { ServiceError } from '../api/serviceError';

export type DeskSession = Answer<'LoginToDesk'>;

/** Nobody is signed in; `reason`: why nobody can be, in the user's language. */
export interface SignedOut {
  readonly reason: string | undefined;
}

type DeskState = { readonly session: DeskSession } | { readonly signedOut: SignedOut };

/** Calls an operation of the desk, none of which belongs to a project. @throws {ServiceError} */
export function callDesk<Name extends OperationName>(
  name: Name,
  parameters: Parameters<Name> = {},
  signal?: AbortSignal,
): Promise<Answer<Name>> {
  return callOperation('', name, parameters, signal);
}

/** Who is signed in, asked once and again when the service says that nobody is. */
export function useDeskState() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => readState(signal),
    staleTime: Infinity,
    refetchOnWindowFocus: 'always',
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NonNullable<Parameters<'LoginToDesk'>['body']>) => callDesk('LoginToDesk', { body }),
    onSuccess: (session) => show(client, { session }),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callDesk('LogoutFromDesk'),
    onSuccess: () => show(client, { signedOut: { reason: undefined } }),
  });
}

/** Chooses another password, which ends all sessions, and signs in with it. */
export function useChangePassword({ enterprise_id, user }: DeskSession) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { readonly original_password: string; readonly password: string }) => {
      await callDesk('ChangeDeskPassword', { body });
      const { password } = body;
      return callDesk('LoginToDesk', { body: { enterprise_id, user_name: user.name, password } });
    },
    onSuccess: (session) => show(client, { session }),
  });
}

/** What another one saw goes. */
function show(client: QueryClient, state: DeskState): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  client.setQueryData([...sessionKey], state);
}

async function readState(signal: AbortSignal): Promise<DeskState> {
  try {
    return { session: await callDesk('ShowDeskSession', {}, signal) };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 401) throw error;
    const { allowed, reason } = Object(Object(error.body).sign_in);
    return { signedOut: { reason: allowed === false && typeof reason === 'string' ? reason : undefined } };
  }
}
