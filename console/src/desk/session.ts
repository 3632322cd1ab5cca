import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, callOperation, type OperationName, type Parameters } from '../api/operations';
import { enter, leave, useSignedState } from '../session/signedOut';

export type DeskSession = Answer<'LoginToDesk'>;

export const place = 'desk';

/** Calls an operation of the desk, none of which belongs to a project. @throws {ServiceError} */
export function callDesk<Name extends OperationName>(
  name: Name,
  parameters: Parameters<Name> = {},
  signal?: AbortSignal,
): Promise<Answer<Name>> {
  return callOperation('', name, parameters, signal);
}

/** Who is signed in, or that nobody is. */
export function useDeskState() {
  return useSignedState((signal) => callDesk('ShowDeskSession', {}, signal));
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NonNullable<Parameters<'LoginToDesk'>['body']>) => callDesk('LoginToDesk', { body }),
    onSuccess: (session) => enter(client, place, session),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callDesk('LogoutFromDesk'),
    onSuccess: () => leave(client, place),
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
    onSuccess: (session) => enter(client, place, session),
  });
}

/** Gives a code of his device. */
export function useProveCode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => callDesk('ProveDeskCode', { body: { code } }),
    onSuccess: (session) => enter(client, place, session),
  });
}

/** Makes a device, which its first code binds. */
export function useMakeDevice() {
  return useMutation({ mutationFn: () => callDesk('MakeDeskDevice') });
}
