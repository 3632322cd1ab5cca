import { WebSocket } from 'ws';
import { callService, type TestAnswer, type TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** A connection as the page makes one, with what came over it. */
export interface PageClient {
  readonly socket: WebSocket;
  /** Messages of text, parsed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into notices of every shape
  readonly notices: any[];
  /** The screen's bytes. */
  received(): string;
  /** Milliseconds of the monotonic clock when it was closed. */
  closedAt(): number | undefined;
  /** Waits until the screen talks. */
  untilShown(): Promise<void>;
  /** Waits for the end. @returns why */
  untilEnded(): Promise<string>;
}

/** The address of a screen, and the token in it. */
export async function askAddress(
  service: TestService,
  desktopId: string,
  headers?: Record<string, string>,
): Promise<{ url: URL; token: string }> {
  const answer = await service.call('GET', `/desktops/${desktopId}/remote-consoles`, undefined, headers);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  const url = new URL(answer.body.url);
  return { url, token: new URLSearchParams(url.hash.slice(1)).get('token') ?? '' };
}

/** What the page does with the token. */
export function redeem(service: TestService, token: string, origin = service.endpoint): Promise<TestAnswer> {
  return callService(service.endpoint, 'POST', '/screen/sessions', { token }, { origin });
}

/** The secret of a page that was opened for the desktop. */
export async function openPage(
  service: TestService,
  desktopId: string,
  headers?: Record<string, string>,
): Promise<string> {
  const { token } = await askAddress(service, desktopId, headers);
  const answer = await redeem(service, token);
  return answer.body.secret;
}

/** Connects as the page does and says who it is. */
export function connectPage(
  service: Pick<TestService, 'endpoint'>,
  secret: string | undefined,
  options: { readonly origin?: string; readonly again?: boolean } = {},
): PageClient {
  const address = new URL('/screen/socket', service.endpoint);
  address.protocol = 'ws:';
  const socket = new WebSocket(address, { origin: options.origin ?? service.endpoint });
  const notices: { type: string; why?: string }[] = [];
  let bytes = '';
  let closedAt: number | undefined;
  socket.on('error', () => undefined);
  socket.on('open', () => {
    if (secret !== undefined) socket.send(JSON.stringify({ secret, again: options.again === true }));
  });
  socket.on('message', (message: Buffer, isBinary) => {
    if (isBinary) bytes += message.toString('latin1');
    else notices.push(JSON.parse(message.toString()));
  });
  socket.on('close', () => {
    closedAt = performance.now();
  });
  return {
    socket,
    notices,
    received: () => bytes,
    closedAt: () => closedAt,
    untilShown: async () => {
      await waitUntil(() => {
        if (closedAt !== undefined) throw new Error(`it ended: ${JSON.stringify(notices)}`);
        return bytes !== '';
      }, 'the screen is shown');
    },
    untilEnded: () =>
      waitUntil(() => {
        const ended = notices.find(({ type }) => type === 'ended');
        return closedAt === undefined ? undefined : (ended?.why ?? 'without a word');
      }, 'the connection ends'),
  };
}
