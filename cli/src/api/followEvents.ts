import { setTimeout as pause } from 'node:timers/promises';
import { signRequest } from '@deskplane/server/iam/signatures/signRequest.js';
import type { Session } from '../session.js';
import { openLine } from './connectApi.js';
import type { HttpRequest } from './openFetch.js';
import { passesWithin } from './patiently.js';
import { Refusal, readAnswer, requireSuccess } from './sendRequest.js';
import { requireOurs, silence } from './whoAnswers.js';

/** A server-sent event with JSON in it. */
export interface ServerEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** The service is heard of every 15 s; a connection that is silent for so long is dead. */
const silenceMs = 45_000;
const betweenTriesMs = 1_000;

/**
 * Follows a stream of events below `/v2/<project>` until the service has nothing more to tell. A connection that breaks is
 * taken up again where it was, and a service that restarts or has too much to do is waited for.
 * @throws {Refusal} for another answer that is an error; `Failure` (`unreachable`) when the first try gets no answer
 */
export async function* followEvents(session: Session, path: string): AsyncGenerator<ServerEvent> {
  let lastId = '';
  const { terminal } = session;
  for (let heard = false; ; heard = true) {
    let awayMs = 0;
    const response = await connect(session, path, lastId).catch((error: unknown) => {
      const passes = passesWithin(error);
      if (passes === undefined || (!heard && !(error instanceof Refusal))) throw error;
      awayMs = passes;
      terminal.progress(terminal.messages.wait.away);
      return undefined;
    });
    if (response !== undefined) {
      terminal.endProgress();
      // Everything was told.
      if (response.status === 204) return;
      for await (const event of readEvents(response)) {
        if (event.id !== '') lastId = event.id;
        yield event;
      }
    }
    await pause(Math.max(betweenTriesMs, awayMs));
  }
}

async function connect(session: Session, path: string, lastId: string): Promise<Response> {
  const { credentials, terminal, now } = session;
  const { login } = credentials;
  const line = openLine({ credentials, messages: terminal.messages });
  const url = new URL(`${credentials.endpoint}/v2/${credentials.project_id}${path}`);
  const headers = signRequest({
    method: 'GET',
    url,
    headers: {
      'X-Language': terminal.language === 'zh' ? 'zh-cn' : 'en-us',
      ...(login === undefined ? {} : { 'X-Security-Token': login.security_token }),
    },
    accessKey: credentials.access_key,
    secretKey: credentials.secret_key,
    now: now(),
  });
  const request: HttpRequest = {
    headers: {
      ...headers,
      Accept: 'text/event-stream',
      ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }),
    },
    redirect: 'manual',
  };
  let response: Response;
  try {
    response = await line.fetch(url, request);
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw silence(terminal.messages.api.broken(credentials.endpoint, why));
  }
  const { status } = response;
  if (status < 400) {
    const isForeign = status !== 204 && !isEventStream(response);
    requireOurs({ url, request, status, headers: response.headers, isForeign }, line);
    return response;
  }
  const answer = readAnswer({ url, request, response, text: await response.text(), plain: false }, line);
  requireSuccess(answer, line);
  return response;
}

const isEventStream = ({ headers }: Response): boolean =>
  /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');

/** Ends, without an error, when the connection does. */
async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let text = '';
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), pause(silenceMs, undefined, { ref: false })]).catch(
        () => undefined,
      );
      if (part === undefined || part.done) return;
      text += part.value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = readEvent(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readEvent(block: string): ServerEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const cut = line.indexOf(':');
    if (cut > 0) fields.set(line.slice(0, cut), line.slice(cut + 1).replace(/^ /, ''));
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return { id: fields.get('id') ?? '', name: fields.get('event') ?? 'message', data: JSON.parse(data) };
}
