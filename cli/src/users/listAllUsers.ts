import type { Api } from '../api/connectApi.js';
import { listAt } from '../api/json.js';

const pageSize = 200;

/** All desktop users of the project, by name, page by page. */
export async function listAllUsers(api: Api): Promise<unknown[]> {
  const users: unknown[] = [];
  for (;;) {
    const { body } = await api.get('/users', { limit: pageSize, offset: users.length });
    const page = listAt(body, 'users');
    users.push(...page);
    if (page.length < pageSize) return users;
  }
}
