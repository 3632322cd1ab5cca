import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createBodyBudget, createBodyTurns } from './bodyBudget.js';
import { collectBody, discardRest, hasBody } from './collectBody.js';
import { type EarlyPieces, takeEarly } from './takeEarly.js';

/**
 * Who sends a body: `known` has proven who he is; `signer` has named a key of ours and can prove it only with the body; `anyone` need
 * prove nothing.
 */
export type BodySender = 'known' | 'signer' | 'anyone';

/** In bytes: far above any documented request, far below the gateway's 12 MB. */
const largest = 1_048_576;
/** Of senders who prove nothing; of those who have not yet done so, what is larger has to wait for its turn. */
const small = 65_536;
/** Of all small bodies together whose senders are not known. */
const maxInSmall = 2 * 1_048_576;
const maxLargeAtOnce = 2;
const leastTurnMs = 8_000;

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Reads the body into {@link rawBody}, once; later calls do nothing. Nothing is read before someone has decided that it may.
     * @returns undefined when there is nothing to wait for
     * @throws {ApiError} APIGW.0201, DPL.0503
     */
    readBody: (sender: BodySender) => Promise<void> | undefined;
    /** Of a body in chunks: what came of it with the head. */
    earlyPieces: EarlyPieces | undefined;
  }
}

/**
 * Leaves bodies where they are until they are asked for, and then keeps the bytes that were sent: a signature covers them (also on
 * GET, where the official Node SDK sends `{}`), and nothing is kept or parsed for a caller who has not shown that he may ask for
 * it. An empty body with `Content-Type: application/json`, as Terraform sends on DELETE, is no body.
 */
export function readBodiesLate(app: FastifyInstance): void {
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.addHttpMethod('HEAD', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  const budget = createBodyBudget(maxInSmall);
  const turns = createBodyTurns(maxLargeAtOnce, leastTurnMs);
  app.decorateRequest('rawBody');
  app.decorateRequest('bodyIsRead', false);
  app.decorateRequest('earlyPieces', undefined);
  app.decorateRequest('readBody', function read(this: FastifyRequest, sender: BodySender) {
    if (this.bodyIsRead || !hasBody(this.raw)) return undefined;
    // One whose length is not told may become a large one.
    const isSmall = Number(this.headers['content-length'] ?? largest) <= small;
    const room = sender === 'known' ? undefined : isSmall || sender === 'anyone' ? budget : turns;
    const limit = sender === 'anyone' ? small : largest;
    return keepBody(this, collectBody(this.raw, { limit, room, early: this.earlyPieces }));
  });
  app.addHook('onRequest', (request, _reply, done) => {
    request.rawBody = noBytes;
    if (request.headers['transfer-encoding'] !== undefined) request.earlyPieces = takeEarly(request.raw);
    done();
  });
}

async function keepBody(request: FastifyRequest, reading: Promise<Buffer>): Promise<void> {
  request.rawBody = await reading;
  request.bodyIsRead = true;
}

/** Before a refusal is sent: what is still to come of the body is not waited for, and ends the connection. */
export async function leaveBody(
  { raw, bodyIsRead, earlyPieces }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (bodyIsRead || !hasBody(raw)) return;
  earlyPieces?.stop();
  if (!(await discardRest(raw))) reply.header('connection', 'close');
}

const noBytes = Buffer.alloc(0);
