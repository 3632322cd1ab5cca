import { printable } from '@deskplane/verify/text/printable.js';
import type { Api } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

const pageSize = 50;

/** All name policies of the project, by name. */
export async function listAllNamePolicies(api: Api): Promise<unknown[]> {
  const policies: unknown[] = [];
  for (;;) {
    const { body } = await api.get('/desktop-name-policies', { limit: pageSize, offset: policies.length });
    const page = listAt(body, 'desktop_name_policy_infos');
    policies.push(...page);
    if (page.length < pageSize) return policies;
  }
}

/** A name policy by id or name, without regard to case. @throws {Failure} `notFound` */
export async function findNamePolicy(
  { api, terminal }: Session,
  word: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const found = (await listAllNamePolicies(api)).find(
    (policy) =>
      textAt(policy, 'policy_id') === word ||
      textAt(policy, 'policy_name').toLowerCase() === word.toLowerCase(),
  );
  if (found === undefined)
    throw new Failure(exitCodes.notFound, terminal.messages.namePolicy.missing(printable(word)));
  return { id: textAt(found, 'policy_id'), name: textAt(found, 'policy_name') };
}
