import { useQueries } from '@tanstack/react-query';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useRead } from '../api/queries';

/** Whom an identity policy is attached to, and all users whom it reaches that way. */
export function useEntities(policyId: string) {
  const projectId = useProjectId();
  const read = useRead('ListEntitiesForPolicyV5', {
    path: { policy_id: policyId },
    query: { limit: 200 },
  });
  const users = (read.data?.policy_users ?? []).map(({ user_id }) => user_id);
  const groups = (read.data?.policy_groups ?? []).map(({ group_id }) => group_id);
  const members = useQueries({
    queries: groups.map((group_id) => ({
      queryKey: [projectId, 'KeystoneListUsersForGroupByAdmin', { path: { group_id } }],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        callOperation(projectId, 'KeystoneListUsersForGroupByAdmin', { path: { group_id } }, signal),
    })),
  });
  const reached = members.flatMap(({ data }) => (data?.users ?? []).map(({ id }) => id));
  return { read, users, groups, reached: [...new Set([...users, ...reached])] };
}
