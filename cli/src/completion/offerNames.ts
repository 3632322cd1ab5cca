import { currentDirectory } from '@deskplane/server/system/currentDirectory.js';
import { connectApi, type Query } from '../api/connectApi.js';
import { findCredentials } from '../api/findCredentials.js';
import { listAt, textAt } from '../api/json.js';
import { openProfileStore } from '../profiles/profileStore.js';
import type { Terminal } from '../terminal.js';
import { type NameKind, nameKinds } from './nameKinds.js';

/** Somebody has pressed a key and waits. Another number of milliseconds: `DESKPLANE_COMPLETION_MS`. */
const usualMs = 1500;

/** Where the names are; one page of them is enough to choose from. */
interface Place {
  /** Below the project; with two slashes: of the whole service, where `{project}` stands for the project. */
  readonly path: string;
  readonly query?: Query;
  readonly list: string;
  /** What stands for an entry: the first of these that is a plain word. */
  readonly words: readonly string[];
}

const places: Readonly<Record<Exclude<NameKind, 'profiles'>, Place>> = {
  desktops: {
    path: '/desktops/detail',
    query: { limit: 500 },
    list: 'desktops',
    words: ['computer_name', 'desktop_id'],
  },
  deletions: {
    path: '/deletions',
    query: { limit: 200 },
    list: 'deletions',
    words: ['computer_name', 'desktop_id'],
  },
  users: { path: '/users', query: { limit: 200 }, list: 'users', words: ['user_name', 'id'] },
  groups: { path: '/groups', query: { limit: 100 }, list: 'user_groups', words: ['name', 'id'] },
  tasks: {
    path: '/scheduled-tasks',
    query: { limit: 50, offset: 0 },
    list: 'scheduled_tasks',
    words: ['task_name', 'id'],
  },
  namePolicies: {
    path: '/desktop-name-policies',
    list: 'desktop_name_policy_infos',
    words: ['policy_name', 'policy_id'],
  },
  images: { path: '/images', query: { limit: 100 }, list: 'images', words: ['name', 'id'] },
  products: { path: '/products', list: 'products', words: ['product_id'] },
  enterpriseProjects: {
    path: '//v1.0/enterprise-projects',
    query: { status: 1, limit: 200 },
    list: 'enterprise_projects',
    words: ['name', 'id'],
  },
  admins: { path: '//v3/users', list: 'users', words: ['name'] },
  policies: { path: '//v5/policies', query: { limit: 200 }, list: 'policies', words: ['policy_name'] },
  mails: {
    path: '/mails',
    query: { state: ['undeliverable'], limit: 200 },
    list: 'mails',
    words: ['mail_id'],
  },
  networks: { path: '//v1/{project}/vpcs', list: 'vpcs', words: ['name', 'id'] },
  subnets: { path: '//v1/{project}/subnets', list: 'subnets', words: ['name', 'id'] },
  securityGroups: { path: '//v1/{project}/security-groups', list: 'security_groups', words: ['name', 'id'] },
};

/**
 * Prints the names that a shell may complete, a line each. Whatever goes wrong, and whatever takes too long, is no name: nobody asked
 * for a message. Only words that no shell reads anything into are names.
 * @param words the kind of names, and what was typed behind `deskplane`
 */
export async function offerNames(
  terminal: Terminal,
  environment: NodeJS.Dict<string>,
  words: readonly string[],
): Promise<void> {
  const [kind, ...typed] = words;
  const known = nameKinds.find((each) => each === kind);
  if (known === undefined) return;
  const withinMs = Number(environment['DESKPLANE_COMPLETION_MS']) || usualMs;
  const late = new Promise<string[]>((resolve) => setTimeout(() => resolve([]), withinMs).unref());
  const read = readNames(terminal, environment, known, typed).catch((): string[] => []);
  const names = (await Promise.race([read, late])).filter(isPlain);
  if (names.length > 0) terminal.print([...new Set(names)].toSorted().join('\n'));
}

async function readNames(
  { messages, language }: Terminal,
  environment: NodeJS.Dict<string>,
  kind: NameKind,
  typed: readonly string[],
): Promise<string[]> {
  if (kind === 'profiles') return openProfileStore(environment, messages).names();
  const search = {
    named: valueOf('--credentials', typed),
    profile: valueOf('--profile', typed),
    environment,
  };
  const credentials = await findCredentials({ ...search, cwd: currentDirectory(environment), messages });
  const api = connectApi({ credentials, language, messages, now: () => new Date() });
  const { path, query, list, words } = places[kind];
  const read = path.startsWith('//')
    ? api.getService(path.slice(1).replace('{project}', credentials.project_id), query)
    : api.get(path, query);
  return listAt((await read).body, list).map(
    (entry) => words.map((word) => textAt(entry, word)).find(isPlain) ?? '',
  );
}

/** The last one counts, as it does not matter here that there may be one only. */
function valueOf(option: string, typed: readonly string[]): string | undefined {
  const at = typed.lastIndexOf(option);
  return at === -1 ? undefined : typed[at + 1];
}

/** Whether a shell takes it for a word and nothing else. */
const isPlain = (name: string): boolean => /^[\p{L}\p{N}_@][\p{L}\p{N}_@.+-]*$/u.test(name);
