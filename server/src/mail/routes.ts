import { Type } from 'typebox';
import { type Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { inOneSnapshot } from '../database/oneSnapshot.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import { paging } from '../http/schemas/paging.js';
import { mailAddressText } from '../http/schemas/text.js';
import { oneOf } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { messageIdOf } from './composeMail.js';
import { listMails, mailStates, readMail } from './listMails.js';
import { resendMail } from './resendMail.js';
import { MailBody, MailIdText, MailList, presentMail, TestMailAnswer } from './schemas.js';
import type { MailSender } from './sender.js';
import { sendTestMail } from './sendTestMail.js';

export interface MailRouteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly sender: MailSender;
  /** A mail became due. */
  readonly announceWork: () => void;
}

const missing = { en: 'recipient is missing', zh: '缺少recipient' };

/** `ListMails`, `ResendMail` and `SendTestMail`: Deskplane's own. */
export function addMailRoutes(app: Server, parts: MailRouteParts): void {
  const { database } = parts;
  app.get(
    '/v2/:project_id/mails',
    workspace('ListMails', 'Mails to desktop users: what became of them', {
      description: 'The newest first.',
      query: Type.Object({
        state: Type.Optional(
          Type.Array(oneOf([...mailStates]), {
            maxItems: mailStates.length,
            description: 'May be repeated.',
          }),
        ),
        ...paging({ max: 1000, usual: 100 }),
      }),
      answers: { 200: MailList },
    }),
    async (request) => {
      const { state = [], limit, offset } = request.query;
      const { total, mails } = await inOneSnapshot(database, (snapshot) =>
        listMails(snapshot, projectOf(request), {
          states: state,
          limit,
          offset,
        }),
      );
      return { total_count: total, mails: mails.map(presentMail) };
    },
  );

  app.post(
    '/v2/:project_id/mails/:mail_id/resend',
    workspace('ResendMail', 'Try a mail again that was undeliverable', {
      description:
        'Puts it back into the queue, to the same address and under the same Message-ID. One that waits for its next ' +
        'attempt is tried now.',
      path: { mail_id: MailIdText },
      answers: { 200: MailBody },
    }),
    async (request) => {
      const projectId = projectOf(request);
      const id = request.params.mail_id;
      await resendMail(database, projectId, id);
      request.log.info({ mail: id, by: callerOf(request).userId }, 'a mail was put back into the queue');
      parts.announceWork();
      const mail = requireFound(await readMail(database, projectId, id), 'mail');
      return presentMail(mail);
    },
  );

  app.post(
    '/v2/:project_id/mails/test',
    workspace('SendTestMail', 'Send a test mail, and show what the mail server answers', {
      description:
        'For users of the account that this service was installed for: all accounts share the mail server. The answer ' +
        'is 200 whatever the mail server says. Nothing is queued or tried again.',
      body: Type.Object({ recipient: mailAddressText(254) }),
      answers: { 200: TestMailAnswer },
    }),
    async (request) => {
      const { recipient } = request.body;
      if (!callerOf(request).isOperator) throw new ApiError('DPL.0403', ['workspace:mails:test']);
      if (recipient === '') throw new ApiError('WKS.0001', [missing], 'body: recipient');
      const { id, result, answer } = await sendTestMail(parts, recipient, request.language);
      return { result, answer, message_id: messageIdOf(id) };
    },
  );
}
