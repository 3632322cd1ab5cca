import { realAmbient } from '@deskplane/server/ambient.js';
import { randomPassword } from '@deskplane/server/secrets/randomText.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { readPasswordInput } from './passwordInput.js';

export interface NewAdmin {
  readonly name: string;
  readonly email: string | undefined;
  /** Names of identity policies. */
  readonly policies: readonly string[];
  /** Read the password from standard input instead of making one. */
  readonly stdin: boolean;
}

/** What lets somebody do everything. */
const everything = 'AdministratorAccessPolicy';
const pageSize = 200;

/**
 * `deskplane admin add`: an IAM user with policies. A password that was made here is shown this once.
 * @throws {Failure} `notFound` for a policy that there is not, before anybody is created
 */
export async function addAdmin(session: Session, options: NewAdmin): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.admin;
  const wanted = options.policies.length === 0 ? [everything] : options.policies;
  const policies = await findPolicies(session, wanted);
  const password = options.stdin ? await readPasswordInput(terminal) : randomPassword(realAmbient);
  const { name, email } = options;
  const { body } = await api.postService('/v3/users', {
    user: { name, password, ...(email === undefined ? {} : { email }) },
  });
  const id = textAt(body, 'user', 'id');
  for (const { policyId, policy } of policies) {
    await api.postService(`/v5/policies/${policyId}/attach-user`, { user_id: id }).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      const text = words.notAttached(printable(name), policy, printable(error.message));
      throw new Failure(error.exitCode, text, error.facts, { user_id: id });
    });
  }
  const made = options.stdin ? {} : { password };
  if (session.json) sayJson(session, { user_id: id, user_name: name, policies: wanted, ...made });
  else {
    terminal.say(words.added(printable(name), wanted.join(terminal.messages.marks.list)));
    if (!options.stdin) terminal.say(words.passwordOnce(password));
  }
}

/** `deskplane admin password USER`: a new password for another IAM user, whose tokens end. */
export async function resetPassword(session: Session, name: string, stdin: boolean): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.admin;
  const { body } = await api.getService('/v3/users', { name });
  const [user] = listAt(body, 'users');
  if (user === undefined) throw new Failure(exitCodes.notFound, words.noUser(printable(name)));
  const password = stdin ? await readPasswordInput(terminal) : randomPassword(realAmbient);
  await api.patchService(`/v3/users/${textAt(user, 'id')}`, { user: { password } });
  const made = stdin ? {} : { password };
  if (session.json) sayJson(session, { user_id: textAt(user, 'id'), user_name: name, ...made });
  else {
    terminal.say(words.reset(printable(name)));
    if (!stdin) terminal.say(words.passwordOnce(password));
  }
}

interface FoundPolicy {
  readonly policyId: string;
  readonly policy: string;
}

async function findPolicies({ api, terminal }: Session, names: readonly string[]): Promise<FoundPolicy[]> {
  const all = new Map<string, string>();
  let marker: string | undefined;
  do {
    const { body } = await api.getService('/v5/policies', { limit: pageSize, marker });
    for (const policy of listAt(body, 'policies'))
      all.set(textAt(policy, 'policy_name'), textAt(policy, 'policy_id'));
    marker = textAt(body, 'page_info', 'next_marker') || undefined;
  } while (marker !== undefined);
  return names.map((policy) => {
    const policyId = all.get(policy);
    if (policyId !== undefined) return { policyId, policy };
    const known = [...all.keys()].join(terminal.messages.marks.list);
    throw new Failure(exitCodes.notFound, terminal.messages.admin.noPolicy(printable(policy), known));
  });
}
