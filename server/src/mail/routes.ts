import { Type } from 'typebox';
import { type Ambient, newHexId } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { callerOf, projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import { limitOf, Offset } from '../http/schemas/paging.js';
import { mailAddressText } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import { messageIdOf } from './composeMail.js';
import { listMails, mailStates, readMail } from './listMails.js';
import { resendMail } from './resendMail.js';
import { MailBody, MailIdText, MailList, presentMail, TestMailAnswer } from './schemas.js';
import type { MailSender } from './sender.js';
import { testMailTemplate } from './testMail.js';

export interface MailRouteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly sender: MailSender;
  /** A mail became due. */
  readonly announceWork: () => void;
}

const missing = { en: 'recipient is missing', zh: '缺少recipient' };

/** How long the caller waits for the mail server's answer to a test mail, in milliseconds. */
const testWithinMs = 20_000;

/** `ListMails`, `ResendMail` and `SendTestMail`: Deskplane's own. */
export function addMailRoutes(app: Server, parts: MailRouteParts): void {
  const { database, ambient, sender } = parts;
  app.get(
    '/v2/:project_id/mails',
    {
      config: { declaration: { operation: 'ListMails', family: 'workspace' } },
      schema: {
        summary: 'Mails about deleted desktops: what became of them',
        description: 'The newest first.',
        tags: ['Mail'],
        params: ProjectPath,
        querystring: Type.Object({
          state: Type.Optional(
            Type.Array(Type.Enum([...mailStates]), { maxItems: 3, description: 'May be repeated.' }),
          ),
          limit: limitOf(1000, 100),
          offset: Offset,
        }),
        response: { 200: MailList, ...workspaceErrors },
      },
    },
    async (request) => {
      const { state = [], limit, offset } = request.query;
      const { total, mails } = await listMails(database, projectOf(request), {
        states: state,
        limit,
        offset,
      });
      return { total_count: total, mails: mails.map(presentMail) };
    },
  );

  app.post(
    '/v2/:project_id/mails/:mail_id/resend',
    {
      config: { declaration: { operation: 'ResendMail', family: 'workspace' } },
      schema: {
        summary: 'Try a mail again that was undeliverable',
        description:
          'Puts it back into the queue, to the same address and under the same Message-ID. One that waits for its next ' +
          'attempt is tried now.',
        tags: ['Mail'],
        params: Type.Object({ ...ProjectPath.properties, mail_id: MailIdText }),
        response: { 200: MailBody, ...workspaceErrors },
      },
    },
    async (request) => {
      const projectId = projectOf(request);
      const id = request.params.mail_id;
      await resendMail(database, projectId, id);
      request.log.info({ mail: id, by: callerOf(request).userId }, 'a mail was put back into the queue');
      parts.announceWork();
      const mail = await readMail(database, projectId, id);
      if (mail === undefined) throw new ApiError('DPL.0404', ['mail']);
      return presentMail(mail);
    },
  );

  app.post(
    '/v2/:project_id/mails/test',
    {
      config: { declaration: { operation: 'SendTestMail', family: 'workspace' } },
      schema: {
        summary: 'Send a test mail, and show what the mail server answers',
        description:
          'For users of the account that this service was installed for: all accounts share the mail server. The answer ' +
          'is 200 whatever the mail server says. Nothing is queued or tried again.',
        tags: ['Mail'],
        params: ProjectPath,
        body: Type.Object({ recipient: mailAddressText(254) }),
        response: { 200: TestMailAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const { recipient } = request.body;
      if (!callerOf(request).isOperator) throw new ApiError('DPL.0403', ['workspace:mails:test']);
      if (recipient === '') throw new ApiError('WKS.0001', [missing], 'body: recipient');
      const id = newHexId(ambient);
      const outcome = await sender.send(
        {
          id,
          template: testMailTemplate,
          language: request.language,
          recipient,
          facts: {},
          queuedAt: ambient.now(),
        },
        testWithinMs,
      );
      const answer = outcome.result === 'sent' ? outcome.note : outcome.reason;
      return { result: outcome.result, answer, message_id: messageIdOf(id) };
    },
  );
}
