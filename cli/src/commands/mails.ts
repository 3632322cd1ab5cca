import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane mail list`. */
export async function showMails(
  session: Session,
  options: { readonly states: readonly string[]; readonly limit: number },
): Promise<void> {
  const { terminal } = session;
  const { titles, none, more, states, kinds, erased } = terminal.messages.mail;
  const { body } = await session.api.get('/mails', { state: options.states, limit: options.limit });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const mails = listAt(body, 'mails');
  if (mails.length === 0) {
    terminal.note(none);
    return;
  }
  const rows = mails.map((mail) => [
    textAt(mail, 'computer_name') || textAt(mail, 'desktop_id') || '-',
    textAt(kinds, textAt(mail, 'kind')),
    textAt(mail, 'recipient') || erased,
    textAt(states, textAt(mail, 'state')),
    formatTime(textAt(mail, 'queued_at')),
    textAt(mail, 'attempts'),
    formatTime(textAt(mail, 'next_attempt_at')),
    textAt(mail, 'mail_id'),
    // Last, as it may be long.
    textAt(mail, 'last_error'),
  ]);
  const { desktop, kind, recipient, state, queued, attempts, next, id, reason } = titles;
  terminal.say(
    formatTable(
      [desktop, kind, recipient, state, queued, attempts, next, id, reason],
      rows,
      terminal.columns,
    ),
  );
  const total = numberAt(body, 'total_count') ?? 0;
  if (total > mails.length) terminal.note(more(mails.length, total));
}

/** `deskplane mail resend`: one after the other; ends with 1 when one of them could not be put back. */
export async function resendMails(
  session: Session,
  named: readonly string[],
  options: { readonly all: boolean },
): Promise<ExitCode> {
  const { terminal } = session;
  const words = terminal.messages.mail;
  if (!options.all && named.length === 0) throw new Failure(exitCodes.usage, words.needsMails);
  for (const id of named)
    if (!/^[0-9a-f]{40}$/.test(id)) throw new Failure(exitCodes.notFound, words.noMail(printable(id)));
  const ids = options.all ? await listUndeliverable(session) : named;
  const answers: unknown[] = [];
  let failed = 0;
  for (const id of ids) {
    try {
      answers.push((await session.api.post(`/mails/${id}/resend`, {})).body);
      if (!session.json) terminal.say(words.resent(id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed += 1;
      terminal.note(words.notResent(id, error.message));
    }
  }
  if (session.json) sayJson(session, { mails: answers });
  else if (ids.length === 0) terminal.note(words.nothingToResend);
  return failed === 0 ? exitCodes.done : exitCodes.failed;
}

const maxAtOnce = 1000;

/** All of them before the first is put back, since that takes it off the list. */
async function listUndeliverable({ api }: Session): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = { state: ['undeliverable'], limit: maxAtOnce, offset: ids.length };
    const found = listAt((await api.get('/mails', page)).body, 'mails');
    ids.push(...found.map((mail) => textAt(mail, 'mail_id')));
    if (found.length < maxAtOnce) return ids;
  }
}

/** `deskplane mail test`: ends with 1 when the mail server did not take it. */
export async function sendTestMail(session: Session, recipient: string): Promise<ExitCode> {
  const { terminal } = session;
  const { body } = await session.api.post('/mails/test', { recipient });
  const result = textAt(body, 'result');
  const words = terminal.messages.mail.test;
  const answer = printable(textAt(body, 'answer'));
  if (session.json) sayJson(session, body);
  else if (result === 'sent' || result === 'kept') terminal.say(words[result](answer));
  else terminal.note(result === 'refused' ? words.refused(answer) : words.failed(answer));
  return result === 'sent' || result === 'kept' ? exitCodes.done : exitCodes.failed;
}
