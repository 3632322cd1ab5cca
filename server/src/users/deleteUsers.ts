import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { keepFactorNarrow } from './keepFactorNarrow.js';
import { lockUsers } from './lockUsers.js';
import { countDesktopsOf, readDesktopNamesOf } from './queries.js';

/**
 * Deletes users for good, all of them or, if one cannot go, none: the answer has no place for a part.
 * A user stays while a desktop is theirs that is not gone, also one that is being created or deleted.
 * @throws {ApiError} WKS.00170312 when one is not there, DPL.0409 when one has a desktop, or is the last of whom the second factor is asked
 */
export async function deleteUsers(
  database: Database,
  projectId: ProjectId,
  userIds: readonly DesktopUserId[],
): Promise<void> {
  const ids = [...new Set(userIds)];
  await database.transaction().execute(async (transaction) => {
    const wanted = ids.map((id) => ({ projectId, id }));
    const users = await lockUsers(transaction, wanted);
    if (users.length < ids.length) throw new ApiError('WKS.00170312');
    const desktops = await countDesktopsOf(transaction, wanted);
    const busy = users.find((user) => desktops.has(user.id));
    if (busy !== undefined) {
      throw new ApiError(
        'DPL.0409',
        [hasDesktops(busy.user_name, await readDesktopNamesOf(transaction, projectId, busy.id))],
        `user_id: ${busy.id}`,
      );
    }
    // What is left are assignments of desktops that are gone.
    await transaction
      .deleteFrom('desktop_assignments')
      .where('project_id', '=', projectId)
      .where(sql<boolean>`user_id = any(${ids}::text[])`)
      .execute();
    await keepFactorNarrow(transaction, projectId, async () => {
      await transaction
        .deleteFrom('desktop_users')
        .where('project_id', '=', projectId)
        .where(sql<boolean>`id = any(${ids}::text[])`)
        .execute();
    });
  });
}

const namesShown = 5;

function hasDesktops(user: string, names: readonly string[]): ErrorArgument {
  const shown = names.slice(0, namesShown);
  const more = names.length - shown.length;
  return {
    en: `the user "${user}" still has ${names.length === 1 ? 'the desktop' : 'the desktops'} ${shown.join(', ')}${
      more === 0 ? '' : ` and ${more} more`
    }; delete or detach ${names.length === 1 ? 'it' : 'them'} first`,
    zh: `用户“${user}”还有桌面${shown.join('、')}${more === 0 ? '' : `等${names.length}个`}，请先删除或解绑`,
  };
}
