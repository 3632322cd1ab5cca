import { sql } from 'kysely';

/** Of a row of `desktop_users`: the names of the user's groups, in order. */
export const groupNames = sql<string[]>`array(
  select g.name from user_group_members m join user_groups g on g.id = m.group_id
  where m.user_id = desktop_users.id and m.project_id = desktop_users.project_id order by lower(g.name))`;
