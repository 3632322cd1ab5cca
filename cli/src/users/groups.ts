import { printable } from '@deskplane/verify/text/printable.js';
import type { Api } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

const pageSize = 100;

/** All user groups of the project whose name contains the keyword, by name, page by page. */
export async function listAllGroups(api: Api, keyword = ''): Promise<unknown[]> {
  const groups: unknown[] = [];
  for (;;) {
    const { body } = await api.get('/groups', { keyword, limit: pageSize, offset: groups.length });
    const page = listAt(body, 'user_groups');
    groups.push(...page);
    if (page.length < pageSize) return groups;
  }
}

/** A user group by id or name, without regard to case. @throws {Failure} `notFound` */
export async function findGroup(
  { api, terminal }: Session,
  word: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const isId = /^[0-9a-f]{32}$/.test(word);
  const groups = await listAllGroups(api, isId ? '' : word);
  const found = groups.find((group) =>
    isId ? textAt(group, 'id') === word : textAt(group, 'name').toLowerCase() === word.toLowerCase(),
  );
  if (found === undefined)
    throw new Failure(exitCodes.notFound, terminal.messages.group.missing(printable(word)));
  return { id: textAt(found, 'id'), name: textAt(found, 'name') };
}
