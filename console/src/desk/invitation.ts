import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Answer } from '../api/operations';
import { ServiceError } from '../api/serviceError';
import { enter, leave } from '../session/signedOut';
import { callDesk, place } from './session';

export type Invitation = Answer<'ShowInvitation'>;

/** The token of the link that this page was opened by, also when it was hidden; undefined at any other address. */
function tokenOfLink(): string | undefined {
  const { pathname, hash } = location;
  if (!/^\/desk\/invitation\/?$/.test(pathname)) return undefined;
  const { state }: { readonly state: unknown } = history;
  const hidden = typeof state === 'object' && state !== null && 'invitation' in state ? state.invitation : '';
  return hash.slice(1) || (typeof hidden === 'string' ? hidden : '');
}

/**
 * The token of the link, which is taken out of the address bar, where others could read it, and out of the browser's list of what was
 * visited. The tab keeps it, so that the page can be loaded anew.
 */
export function useLinkToken(): readonly [token: string | undefined, forget: () => void] {
  const [token, setToken] = useState(tokenOfLink);
  useEffect(() => {
    const take = () => {
      const found = tokenOfLink();
      if (found !== undefined && location.hash !== '')
        history.replaceState({ invitation: found }, '', location.pathname + location.search);
      setToken(found);
    };
    take();
    // A link that differs in its token only loads no page.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  const forget = () => {
    history.replaceState(null, '', `/desk${location.search}`);
    setToken(undefined);
  };
  return [token, forget];
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
