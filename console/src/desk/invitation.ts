import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../api/operations';
import { ServiceError } from '../api/serviceError';
import { enter, leave } from '../session/signedOut';
import { callDesk, place } from './session';

export type Invitation = Answer<'ShowInvitation'>;

/** The token of the link that this page was opened by; undefined at any other address. */
export function tokenOfLink({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): string | undefined {
  return /^\/desk\/invitation\/?$/.test(pathname) ? hash.slice(1) : undefined;
}

/** Whom the link is for. Asking does not use it up. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => callDesk('ShowInvitation', { body: { token } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Sets the password and signs in with it. Where that is refused, the page for signing in says why once it is tried there. */
export function useAcceptInvitation({ enterprise_id, user }: Invitation, token: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (password: string) => {
      await callDesk('AcceptInvitation', { body: { token, password } });
      const body = { enterprise_id, user_name: user.name, password };
      return callDesk('LoginToDesk', { body }).catch((error: unknown) => {
        if (error instanceof ServiceError) return undefined;
        throw error;
      });
    },
    onSuccess: (session) => {
      onDone();
      return session === undefined ? leave(client, place) : enter(client, place, session);
    },
  });
}
