import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { describeFileFault } from '@deskplane/verify/words/fileWords.js';
import { type Credentials, readEndpoint } from '../api/credentials.js';
import { exitCodes, Failure } from '../failure.js';
import { openProfileStore } from '../profiles/profileStore.js';
import { findProject, type Project, revoke, signIn } from '../profiles/signIn.js';
import type { ProgramParts } from '../session.js';
import type { Terminal } from '../terminal.js';
import { readPasswordInput } from './passwordInput.js';

export interface LoginOptions {
  readonly profile: string | undefined;
  readonly url?: string | undefined;
  readonly account?: string | undefined;
  readonly user?: string | undefined;
  readonly project?: string | undefined;
  readonly ca?: string | undefined;
  readonly stdin?: boolean | undefined;
  readonly insecure?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const usualUrl = 'http://127.0.0.1:8080';
const usualProfile = 'default';

/** `deskplane login`: signs in and keeps a temporary access key in the user's profile, which is in use from then on. */
export async function logIn(parts: ProgramParts, options: LoginOptions): Promise<void> {
  const { terminal, environment } = parts;
  const { messages, language } = terminal;
  const words = messages.login;
  const store = openProfileStore(environment, messages);
  const name = options.profile ?? (environment['DESKPLANE_PROFILE'] || usualProfile);
  // What the last log-in was with is offered again.
  const before = await store.read(name);
  const ca = options.ca === undefined ? before?.login?.ca : await readCertificates(options.ca, terminal);
  const ask = createAsking(terminal);
  const usual = before?.endpoint ?? usualUrl;
  const url = options.url ?? (await ask(words.askUrl(usual), usual));
  const endpoint = readEndpoint(url);
  // What may be a password is not repeated.
  if (endpoint === undefined)
    throw new Failure(exitCodes.usage, /[@?#]/.test(url) ? words.urlWithMore : words.badUrl(printable(url)));
  if (options.insecure !== true && !isSecure(endpoint))
    throw new Failure(exitCodes.usage, words.insecure(endpoint));
  const oldAccount = before?.domain_name ?? '';
  const account = options.account ?? (await ask(words.askAccount(oldAccount), oldAccount));
  const oldUser = before?.user_name ?? '';
  const user = options.user ?? (await ask(words.askUser(oldUser), oldUser));
  const password = await readPassword(parts, options.stdin === true);
  const wanted = options.project ?? (before?.endpoint === endpoint ? before.project_id : undefined);
  const credentials = await signIn(
    { endpoint, account, user, password, ca },
    name,
    { language, messages },
    (projects) => chooseProject(terminal, projects, wanted, options.project !== undefined),
  );
  await store.write(name, credentials);
  await store.use(name);
  if (before !== undefined) await revokeQuietly(terminal, before);
  const until = credentials.login?.expires_at ?? '';
  if (options.json === true)
    terminal.print(JSON.stringify(describeProfile(name, credentials, true), null, 2));
  else terminal.say(words.done(printable(user), endpoint, name, formatTime(until)));
}

/** `deskplane logout`. */
export async function logOut(parts: ProgramParts, profile: string | undefined, json: boolean): Promise<void> {
  const { terminal, environment } = parts;
  const { messages } = terminal;
  const words = messages.login;
  const store = openProfileStore(environment, messages);
  const name = profile ?? (environment['DESKPLANE_PROFILE'] || (await store.current()));
  if (name === undefined) throw new Failure(exitCodes.notFound, words.noneInUse);
  const credentials = await store.read(name);
  if (credentials === undefined) throw new Failure(exitCodes.notFound, words.noProfile(name));
  await store.remove(name);
  const error = await revokeQuietly(terminal, credentials);
  if (error !== undefined) {
    const until = formatTime(credentials.login?.expires_at ?? '');
    throw new Failure(exitCodes.unreachable, words.outLocally(name, until));
  }
  if (json) terminal.print(JSON.stringify({ profile: name, revoked: true }));
  else terminal.say(words.out(name));
}

/** A profile as programs get it: without its secrets. */
export function describeProfile(name: string, credentials: Credentials, inUse: boolean): object {
  const { endpoint, region, domain_name, domain_id, project_name, project_id, user_name, login } =
    credentials;
  return {
    profile: name,
    in_use: inUse,
    endpoint,
    region,
    domain_name,
    domain_id,
    project_name,
    project_id,
    user_name,
    expires_at: login?.expires_at ?? null,
  };
}

/** @returns why it could not be revoked */
async function revokeQuietly(
  terminal: Terminal,
  { endpoint, login }: Credentials,
): Promise<Failure | undefined> {
  if (login === undefined) return undefined;
  try {
    await revoke(endpoint, login.token, login.ca, terminal);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function chooseProject(
  terminal: Terminal,
  projects: readonly Project[],
  wanted: string | undefined,
  named: boolean,
): Promise<Project> {
  const words = terminal.messages.login;
  // One of an earlier log-in may be gone.
  const known = named || projects.some(({ id }) => id === wanted) ? wanted : undefined;
  if (known !== undefined || projects.length < 2 || !terminal.interactive)
    return findProject(projects, known, words);
  const names = projects.map(({ name }) => printable(name)).join(terminal.messages.marks.list);
  return findProject(projects, await terminal.ask(words.askProject(names)), words);
}

function createAsking(terminal: Terminal): (question: string, usual: string) => Promise<string> {
  return async (question, usual) => {
    if (!terminal.interactive) throw new Failure(exitCodes.usage, terminal.messages.login.needsAnswers);
    const answer = (await terminal.ask(question)) || usual;
    if (answer === '') throw new Failure(exitCodes.usage, terminal.messages.login.needsAnswers);
    return answer;
  };
}

async function readPassword({ terminal, environment }: ProgramParts, fromInput: boolean): Promise<string> {
  const { login } = terminal.messages;
  if (fromInput) return readPasswordInput(terminal);
  const { DESKPLANE_PASSWORD: given = '' } = environment;
  if (given !== '') return given;
  const typed = terminal.interactive ? await terminal.askSecretly(login.askPassword) : '';
  if (typed === '') throw new Failure(exitCodes.usage, login.needsAnswers);
  return typed;
}

/** Whether nobody on the way can read what is sent. */
function isSecure(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  const address = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
  return protocol === 'https:' || isLoopback || address === 'localhost';
}

async function readCertificates(path: string, { messages }: Terminal): Promise<string> {
  const words = messages.login;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = describeFileFault(error, messages.verdicts.files);
    throw new Failure(exitCodes.usage, words.badCa(path, why));
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new Failure(exitCodes.usage, words.badCa(path, words.noCertificate));
  return text;
}
