import { readWhole } from '../api/readAll';
import type { Known } from './checkList';

/** All desktops and desktop users of the project, as far as the user may see them: what a list is held against. @throws {ServiceError} */
export async function readKnown(projectId: string): Promise<Known> {
  const [desktops, users] = await Promise.all([
    readWhole(projectId, 'ListDesktops', 1_000, (answer) => ({
      items: answer.desktops,
      total: answer.total_count,
    })),
    readWhole(projectId, 'ListUsers', 1_000, (answer) => ({
      items: answer.users,
      total: answer.total_count,
    })),
  ]);
  return {
    desktopNames: new Set(desktops.items.map(({ computer_name }) => computer_name.toLowerCase())),
    users: new Map(users.items.map((user) => [user.user_name.toLowerCase(), user])),
  };
}
