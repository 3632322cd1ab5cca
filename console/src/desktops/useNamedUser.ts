import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useRead } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { isUserName } from './order';

type User = Answer<'ListUsers'>['users'][number];

/** In milliseconds, without another letter: then a name is looked up. */
const settledAfter = 300;

/** Who has a name; `new`: nobody; undefined: not known, or the caller may not see users. */
export type NamedUser = User | 'new' | undefined;

/** Looks up who has a name that is being typed. */
export function useNamedUser(name: string): {
  readonly user: NamedUser;
  readonly find: () => Promise<NamedUser>;
} {
  const projectId = useProjectId();
  const client = useQueryClient();
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(name), settledAfter);
    return () => clearTimeout(timer);
  }, [name]);
  const read = useRead('ListUsers', queryOf(settled), { enabled: isUserName(settled) });
  /** At once, for the name as it stands. */
  const find = async (): Promise<NamedUser> => {
    if (!isUserName(name)) return undefined;
    const parameters = queryOf(name);
    try {
      return userOf(
        await client.fetchQuery({
          queryKey: [projectId, 'ListUsers', parameters],
          queryFn: ({ signal }) => callOperation(projectId, 'ListUsers', parameters, signal),
        }),
      );
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  };
  const isOfName = isUserName(settled) && settled === name && read.data !== undefined;
  return { user: isOfName ? userOf(read.data) : undefined, find };
}

function queryOf(name: string) {
  return { query: { user_name: name, limit: '1', is_query_total_desktops: false } };
}

function userOf({ users }: Answer<'ListUsers'>): NamedUser {
  return users[0] ?? 'new';
}
