import {
  hashKey,
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { onLanguageChange } from '../language/language';
import { type Answer, callOperation, type OperationName, type Parameters } from './operations';
import { useProjectId } from './project';
import { ServiceError } from './serviceError';

export const sessionKey = ['session'] as const;

/** Remembers what was read. Any answer "not signed in" makes the session be looked at again, which shows the sign-in page. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ServiceError && error.status === 401)
      void client.invalidateQueries({ queryKey: sessionKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: isWorthRetrying, staleTime: 1_000 },
      mutations: { retry: false },
    },
  });
  // The service words what it answers: in another language that is another answer.
  onLanguageChange(() => void client.invalidateQueries());
  return client;
}

/** What the service refuses it refuses again; trouble on the way may pass. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const mayPass = error instanceof ServiceError && (error.status === 0 || error.status >= 500);
  return mayPass && failures < 2;
}

export interface ReadOptions<Result> {
  /** Read again after so many milliseconds, while the page is looked at; it may depend on what was read last. */
  readonly every?: number | undefined | ((last: Result | undefined) => number);
  readonly enabled?: boolean;
  /** Show what was read with other parameters until the answer is there. */
  readonly keep?: boolean;
}

/** What an operation answers, kept up to date. */
export function useRead<Name extends OperationName>(
  name: Name,
  parameters: Parameters<Name> = {},
  options: ReadOptions<Answer<Name>> = {},
) {
  const projectId = useProjectId();
  const { every } = options;
  const queryKey = [projectId, name, parameters];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => callOperation(projectId, name, parameters, signal),
    enabled: options.enabled ?? true,
    refetchInterval: typeof every === 'function' ? ({ state }) => every(state.data) : (every ?? false),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
  return { ...query, error: useStandingError(hashKey(queryKey), query) };
}

/** Why there is nothing to show, also while it is asked for again. */
function useStandingError(
  key: string,
  { error, data }: { readonly error: Error | null; readonly data: unknown },
): Error | null {
  const [last, setLast] = useState<{ readonly key: string; readonly error: Error }>();
  if (error !== null && (last?.error !== error || last.key !== key)) setLast({ key, error });
  return error ?? (data === undefined && last?.key === key ? last.error : null);
}

/**
 * Changes something by an operation.
 * @param stale operations whose answers it changes: what is shown of them is read again
 */
export function useChange<Name extends OperationName>(name: Name, stale: readonly OperationName[]) {
  const projectId = useProjectId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (parameters: Parameters<Name>) => callOperation(projectId, name, parameters),
    onSettled: () =>
      Promise.all(stale.map((each) => client.invalidateQueries({ queryKey: [projectId, each] }))),
  });
}
