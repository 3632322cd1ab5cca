import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callService } from '../api/callService';
import { enter, leave, ownerOf, useSignedState } from './signedOut';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who is signed in, and for what. */
export interface Session {
  readonly user: Named;
  readonly account: Named;
  /** Before that nothing else is possible. */
  readonly mustChangePassword: boolean;
  /** Those that are enabled; the account may have none. */
  readonly projects: readonly Named[];
}

interface Credentials {
  readonly account: string;
  readonly user: string;
  readonly password: string;
}

export const place = 'console';
const path = '/console/api/session';

/** Who is signed in, or that nobody is. */
export function useSessionState() {
  return useSignedState(async (signal) => readSession(await callService('GET', path, { signal })));
}

/** Who is signed in, or was until the session ended under the page. Only below the sign-in page. */
export function useSession(): Session {
  const { data } = useSessionState();
  const session = ownerOf(data);
  if (session === undefined) throw new Error('Nobody is signed in.');
  return session;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) =>
      readSession(await callService('POST', path, { body: credentials })),
    onSuccess: (session) => enter(client, place, session),
  });
}

/** @param everywhere every session of the user ends, not this one only */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ everywhere }: { readonly everywhere: boolean }) =>
      callService('DELETE', everywhere ? `${path}?everywhere=true` : path),
    onSuccess: () => leave(client, place),
  });
}

/** Chooses another password, which ends all sessions, and signs in with it. */
export function useChangePassword({ user, account }: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (passwords: { readonly original_password: string; readonly password: string }) => {
      await callService('POST', `/v3/users/${user.id}/password`, { body: { user: passwords } });
      const body = { account: account.name, user: user.name, password: passwords.password };
      return readSession(await callService('POST', path, { body }));
    },
    onSuccess: (session) => enter(client, place, session),
  });
}

function readSession(body: unknown): Session {
  const { user, account, projects, must_change_password } = Object(body);
  return {
    user: readNamed(user),
    account: readNamed(account),
    mustChangePassword: must_change_password === true,
    projects: Array.isArray(projects) ? projects.map(readNamed) : [],
  };
}

function readNamed(value: unknown): Named {
  const { id, name } = Object(value);
  return { id: String(id), name: String(name) };
}
