import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { callService } from '../api/callService';
import { sessionKey } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { type SignedState, useSignedState } from './signedOut';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who is signed in, and for what. */
export interface Session {
  readonly user: Named;
  readonly account: Named;
  readonly projects: readonly [Named, ...Named[]];
}

interface Credentials {
  readonly account: string;
  readonly user: string;
  readonly password: string;
}

const path = '/console/api/session';

/** Who is signed in, or that nobody is. */
export function useSessionState() {
  return useSignedState(async (signal) => readSession(await callService('GET', path, { signal })));
}

/** Who is signed in. Only below the sign-in page. */
export function useSession(): Session {
  const { data } = useSessionState();
  if (data === undefined || !('session' in data)) throw new Error('Nobody is signed in.');
  return data.session;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) =>
      readSession(await callService('POST', path, { body: credentials })),
    onSuccess: (session) => {
      // Another one may have been signed in before.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      show(client, { session });
    },
  });
}

/** @param everywhere every session of the user ends, not this one only */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ everywhere }: { readonly everywhere: boolean }) =>
      callService('DELETE', everywhere ? `${path}?everywhere=true` : path),
    onSuccess: () => {
      show(client, { signedOut: { reason: undefined } });
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    },
  });
}

function show(client: QueryClient, state: SignedState<Session>): void {
  client.setQueryData([...sessionKey], state);
}

function readSession(body: unknown): Session {
  const { user, account, projects } = Object(body);
  const list: readonly Named[] = Array.isArray(projects) ? projects.map(readNamed) : [];
  const [first, ...others] = list;
  if (first === undefined) throw new ServiceError('The account has no project.', { status: 200, body });
  return { user: readNamed(user), account: readNamed(account), projects: [first, ...others] };
}

function readNamed(value: unknown): Named {
  const { id, name } = Object(value);
  return { id: String(id), name: String(name) };
}
