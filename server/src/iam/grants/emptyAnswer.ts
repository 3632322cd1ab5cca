import type { FastifyReply } from 'fastify';

/** Answers 200 without a body, as IAM's fifth edition does where something was done. */
export async function emptyAnswer(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(200).send();
}
