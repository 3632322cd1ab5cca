import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane quota list`. @param project another than the caller's, for the operators of the installation */
export async function listQuotas(session: Session, project: string | undefined): Promise<void> {
  const path = project === undefined ? '/quotas' : pathOf(project);
  sayQuotas(session, (await session.api.get(path)).body);
}

/** `deskplane quota set`. @param amount a number, or `usual` */
export async function setQuota(
  session: Session,
  type: string,
  amount: string,
  project: string | undefined,
): Promise<void> {
  if (amount !== 'usual' && !/^\d{1,10}$/.test(amount))
    throw new Failure(exitCodes.usage, session.terminal.messages.workspace.wrongAmount);
  const resources = [{ type, quota: amount === 'usual' ? null : Number(amount) }];
  const { body } = await session.api.put(pathOf(project ?? session.credentials.project_id), { resources });
  sayQuotas(session, body);
}

const pathOf = (project: string): string => `/installation/quotas/${encodeURIComponent(project)}`;

/** What has words, or counts something; of the cores, which the API lists in two spellings, one. */
const isShown =
  (kinds: object) =>
  (each: unknown): boolean =>
    textAt(kinds, textAt(each, 'type')) !== '' ||
    (textAt(each, 'type') !== 'Cores' && (numberAt(each, 'quota') !== 0 || numberAt(each, 'used') !== 0));

function sayQuotas(session: Session, body: unknown): void {
  const { terminal } = session;
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const { kinds, titles } = terminal.messages.workspace;
  const { type, used, quota } = titles;
  const rows = listAt(body, 'quotas', 'resources')
    .filter(isShown(kinds))
    .map((each) => [
      printable(textAt(kinds, textAt(each, 'type')) || textAt(each, 'type')),
      String(numberAt(each, 'used') ?? ''),
      `${numberAt(each, 'quota') ?? ''} ${textAt(each, 'unit')}`.trim(),
    ]);
  terminal.say(formatTable([type, used, quota], rows, terminal.columns));
}
