import { useQuery } from '@tanstack/react-query';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useRead } from '../api/queries';
import { useSession } from '../session/session';

/** What a change may take from somebody who would miss it. */
export interface Losses {
  /** From who is signed in. */
  readonly own: boolean;
  /** From all who may give rights, but the account's root user, from whom nothing can be taken: their names. */
  readonly administrators: readonly string[];
}

/** Asking for each user takes time; with more of them nobody depends on the last one. */
const mostUsers = 50;

/**
 * Whom a change of the rights of users may leave without them. The account's root user alone may ask about others, so that to everybody
 * else only what concerns himself is said.
 */
export function useLosses(userIds: readonly string[]): Losses {
  const projectId = useProjectId();
  const { user } = useSession();
  const me = useRead('ShowUser', { path: { user_id: user.id } });
  const isRoot = me.data?.user.is_domain_owner;
  const administrators = useQuery({
    queryKey: [projectId, 'administrators'],
    enabled: isRoot === true && userIds.length > 0,
    queryFn: async ({ signal }) => {
      const { users } = await callOperation(projectId, 'KeystoneListUsers', {}, signal);
      const others = users.filter(({ id, enabled }) => enabled && id !== user.id);
      if (others.length > mostUsers) return undefined;
      const may = await Promise.all(
        others.map(async ({ id }) => {
          const body = { user_id: id, operation: 'AttachUserPolicyV5' };
          return (await callOperation(projectId, 'ShowAuthorizationDecision', { body }, signal)).allowed;
        }),
      );
      return others.filter((_, index) => may[index] === true);
    },
  });
  const those = administrators.data ?? [];
  const allConcerned = those.length > 0 && those.every(({ id }) => userIds.includes(id));
  return {
    own: isRoot === false && userIds.includes(user.id),
    administrators: allConcerned ? those.map(({ name }) => name) : [],
  };
}
