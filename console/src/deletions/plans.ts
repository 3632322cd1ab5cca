import { useQueries } from '@tanstack/react-query';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { ServiceError } from '../api/serviceError';
import { currentLanguage } from '../language/language';

export type Plan = Answer<'ShowDeletionPlan'>;
export type PlannedItem = Plan['items'][number];
export type Desktop = Answer<'ShowDesktopDetail'>['desktop'];
export type Network = Answer<'ShowDesktopNetwork'>['network_infos'];

/** What a deletion is asked to do beside removing the desktop. */
export interface Flags {
  readonly delete_users: boolean;
  readonly email_notification: boolean;
  readonly is_force_delete: boolean;
}

/** As the API has them where nothing is said. */
export const usualFlags: Flags = { delete_users: false, email_notification: true, is_force_delete: false };

export interface SeenDesktop {
  readonly desktop: Desktop;
  readonly network: Network;
}

/** A desktop with the plan of its deletion: exactly what will be done, if it is still so when the deletion is asked for. */
export interface PlannedDesktop extends SeenDesktop {
  readonly plan: Plan;
}

export interface ReadPlan {
  readonly desktopId: string;
  readonly planned: PlannedDesktop | undefined;
  /** The desktop, also where its plan was refused; undefined: it was not read. */
  readonly seen: SeenDesktop | undefined;
  readonly error: Error | null;
  /** Neither a plan nor an error yet. */
  readonly reading: boolean;
  /** Resolves when it was read again. */
  readonly readAgain: () => Promise<unknown>;
}

/** Reads the plans of deletions with these flags. They are not read again by themselves: what is confirmed is what was seen. */
export function usePlans(desktopIds: readonly string[], flags: Flags): readonly ReadPlan[] {
  const projectId = useProjectId();
  const queries = useQueries({
    queries: desktopIds.map((desktopId) => ({
      queryKey: [projectId, 'deletion-plan', desktopId, flags, currentLanguage()],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        readPlan(projectId, desktopId, flags, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    })),
  });
  return queries.map((query, index) => ({
    desktopId: desktopIds[index] ?? '',
    planned: query.error === null && query.data?.plan !== undefined ? query.data : undefined,
    seen: query.data,
    error: query.error ?? query.data?.refusal ?? null,
    reading: query.isFetching,
    readAgain: query.refetch,
  }));
}

/** A desktop with its plan, or with why it is refused one. */
type Outlook =
  | (PlannedDesktop & { readonly refusal?: undefined })
  | (SeenDesktop & { readonly plan?: undefined; readonly refusal: ServiceError });

async function readPlan(
  projectId: string,
  desktopId: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<Outlook> {
  const path = { desktop_id: desktopId };
  const planning = callOperation(projectId, 'ShowDeletionPlan', { path, query: flags }, signal).catch(
    (error: unknown) => {
      if (error instanceof ServiceError && error.status >= 400 && error.status < 500) return error;
      throw error;
    },
  );
  const [{ desktop }, { network_infos: network }, plan] = await Promise.all([
    callOperation(projectId, 'ShowDesktopDetail', { path }, signal),
    callOperation(projectId, 'ShowDesktopNetwork', { path }, signal),
    planning,
  ]);
  if (plan instanceof ServiceError) return { desktop, network, refusal: plan };
  return { desktop, network, plan };
}
