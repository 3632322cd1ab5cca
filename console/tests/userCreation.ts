import type { Request } from 'playwright-core';
import type { ConsoleBrowser } from './consoleBrowser.js';

/** Where a list of users is imported. */
export const importPath = '/console/users/import';

/** The names of all users, sorted. */
export async function userNames({ service }: ConsoleBrowser): Promise<readonly string[]> {
  const { body } = await service.call('GET', '/users');
  return body.users.map((each: { user_name: string }) => each.user_name).toSorted();
}

/** Whether a page's request creates users of a list. */
export function isCreation(request: Request): boolean {
  return request.method() === 'POST' && request.url().endsWith('/users/batch-create');
}
