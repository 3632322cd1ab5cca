import { useQuery } from '@tanstack/react-query';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useSession } from '../session/session';

export type Role = Answer<'KeystoneListPermissions'>['roles'][number];

/** More than there may be. */
const most = 300;

/** Role policies: those of the account, then those that came with the service. */
export function useRoles() {
  const projectId = useProjectId();
  const { account } = useSession();
  return useQuery({
    queryKey: [projectId, 'KeystoneListPermissions', account.id],
    queryFn: async ({ signal }): Promise<readonly Role[]> => {
      const list = async (query: { readonly domain_id?: string }) =>
        (
          await callOperation(
            projectId,
            'KeystoneListPermissions',
            { query: { ...query, per_page: most } },
            signal,
          )
        ).roles;
      return [...(await list({ domain_id: account.id })), ...(await list({}))];
    },
  });
}
