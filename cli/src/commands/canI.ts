import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { findDesktop } from '../desktops/findDesktops.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { findDesktopUserId, isDesktopUser } from '../permissions/findDesktopUser.js';
import { type AskedOperation, nameOperation } from '../permissions/nameOperation.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

export interface CanIOptions {
  /** Name of the IAM user; undefined: the one of the credentials. */
  readonly as: string | undefined;
  readonly from: string | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly enterpriseProject: string | undefined;
}

/** `deskplane can-i`. Ends with 0 when it is allowed and with 1 when it is not. */
export async function canI(
  session: Session,
  words: readonly string[],
  options: CanIOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const text = terminal.messages.permissions;
  const asked = nameOperation(words);
  const { refuseUnknown, unknownOperation } = await import('../permissions/refuseUnknown.js');
  if (asked === undefined) throw unknownOperation(session, words.join(' '));
  if (asked.rest.length > 0) throw new Failure(exitCodes.usage, text.tooMuch(asked.rest.join(' ')));
  refuseUnknown(session, asked, words);
  const resource = await findResource(session, asked);
  const question = {
    ...(options.as === undefined ? {} : { user_name: options.as }),
    operation: asked.operation,
    ...(resource === undefined ? {} : { resource }),
    ...(options.tags.length === 0 ? {} : { tags: options.tags }),
    ...(options.enterpriseProject === undefined ? {} : { enterprise_project_id: options.enterpriseProject }),
    ...(options.from === undefined ? {} : { source_ip: options.from }),
  };
  const body = await decide(session, question, options.as);
  if (session.json) sayJson(session, body);
  else sayAnswer(session, body, asked);
  return at(body, 'allowed') === true ? exitCodes.done : exitCodes.failed;
}

/** Policies know IAM users only: of somebody who has desktops it is said what that means. */
async function decide(session: Session, question: object, as: string | undefined): Promise<unknown> {
  try {
    return (await session.api.post('/authorization-decisions', question)).body;
  } catch (error) {
    const missing = error instanceof Refusal && error.status === 404 && as !== undefined;
    if (!missing || !(await isDesktopUser(session, as))) throw error;
    throw new Failure(exitCodes.notFound, session.terminal.messages.permissions.desktopUser(printable(as)));
  }
}

async function findResource(
  session: Session,
  { resource, resourceType: type }: AskedOperation,
): Promise<{ readonly type: string; readonly id: string } | undefined> {
  if (resource === undefined) return undefined;
  if (type === 'user') return { type, id: await findDesktopUserId(session, resource) };
  // Also one that is gone, or that these credentials may not see, can be asked about.
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(resource);
  return { type, id: isId ? resource.toLowerCase() : (await findDesktop(session, resource)).id };
}

function sayAnswer({ terminal }: Session, body: unknown, { operation, resource }: AskedOperation): void {
  const text = terminal.messages.permissions;
  const name = textAt(body, 'operation') || operation;
  const what = resource === undefined ? name : text.on(name, printable(resource));
  const say = at(body, 'allowed') === true ? text.yes : text.no;
  terminal.say(say(printable(textAt(body, 'user', 'name')), printable(what), reasonOf(terminal, body)));
  const rows = [rowOf(terminal, body), ...listAt(body, 'dependencies').map((each) => rowOf(terminal, each))];
  const { action, resource: on, decision, policy, statement } = text.titles;
  if (textAt(body, 'action') !== '') {
    terminal.say('');
    terminal.say(
      formatTable([action, decision, policy, statement, on], withoutRepeats(rows), terminal.columns),
    );
  }
  const values = Object.entries(Object(at(body, 'conditions'))).map(([key, value]): [string, string] => [
    key,
    Array.isArray(value) ? value.map(String).join(', ') : String(value),
  ]);
  if (values.length > 0) {
    terminal.say('');
    terminal.say(text.values);
    terminal.say(
      formatFacts(
        values.map(([key, value]) => [printable(key), value]),
        '  ',
        terminal.columns,
      ),
    );
  }
  if (at(body, 'conditions_withheld') === true) terminal.note(text.withheld);
}

type Terminal = Session['terminal'];

/** In the words of the answer's `reason`. */
function reasonOf({ messages }: Terminal, body: unknown): string {
  const text = messages.permissions;
  const action = printable(textAt(body, 'failed_action'));
  const statement = printable(textAt(body, 'deciding_statement', 'statement'));
  const policy = printable(textAt(body, 'deciding_statement', 'policy_name'));
  switch (textAt(body, 'reason')) {
    case 'account_root':
      return text.accountRoot;
    case 'signed_in':
      return text.signedIn;
    case 'part_of_list':
      return text.partOfList;
    case 'user_disabled':
      return text.disabled;
    case 'dependency':
      return policy === '' ? text.needs(action) : text.needsDenied(action, statement, policy);
    case 'statement':
      return at(body, 'allowed') === true ? text.allows(statement, policy) : text.denies(statement, policy);
    default:
      return text.noneAllows(action);
  }
}

function rowOf({ messages }: Terminal, entry: unknown): string[] {
  const decisions: Readonly<Record<string, string>> = messages.permissions.decisions;
  const decision = textAt(entry, 'decision') || 'notNeeded';
  return [
    textAt(entry, 'action'),
    decisions[decision] ?? decision,
    textAt(entry, 'deciding_statement', 'policy_name'),
    textAt(entry, 'deciding_statement', 'statement'),
    textAt(entry, 'resource'),
  ];
}

const withoutRepeats = (rows: readonly string[][]): string[][] => [
  ...new Map(rows.map((row) => [row.join('\n'), row])).values(),
];
