import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../errors/errors.js';
import { attachmentNamed } from '../../http/attachmentNamed.js';

/** As it is asked for, or else as the caller is answered. */
export function languageOfFile(request: FastifyRequest, asked: string | undefined): Language {
  return /^zh/i.test(asked ?? request.language) ? 'zh' : 'en';
}

/** A table as a file. */
export function sendFile(reply: FastifyReply, name: string, content: Buffer): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', attachmentNamed(name))
    .send(content);
}
