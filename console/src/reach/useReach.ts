import { useRead } from '../api/queries';

/** How the people who work on desktops are reached, and where they sign in. */
export interface Reach {
  readonly enterpriseId: string;
  /** Where they sign in, as mails say it; undefined: the service does not know its own address, and no mail has a link. */
  readonly deskUrl: string | undefined;
  /** There is no mail server: mails become files, and nobody gets them. */
  readonly keepsMails: boolean;
}

/** Undefined while it is not known, and for those who may not see it. */
export function useReach(): Reach | undefined {
  const { data } = useRead('ListWorkspaces');
  if (data === undefined) return undefined;
  return {
    enterpriseId: data.enterprise_id,
    deskUrl: data.desk_url ?? undefined,
    keepsMails: data.mail_delivery === 'kept',
  };
}
