/** Why the service ended a connection. */
export type EndReason =
  | 'deleted'
  | 'stopped'
  | 'hibernated'
  | 'starting'
  | 'failed'
  | 'rights'
  | 'full'
  | 'viewer'
  | 'lost';

/** What the service says beside the screen, in messages of text. */
export type Notice =
  | {
      readonly type: 'open';
      readonly computer_name: string;
      readonly user_name: string;
      readonly own: boolean;
      readonly resizes: boolean;
    }
  | { readonly type: 'onlookers'; readonly names: readonly string[] }
  | {
      readonly type: 'ended';
      readonly why: EndReason;
      readonly at: string | null;
      /** The viewer may start the desktop. Absent: not known yet. */
      readonly may_start?: boolean;
    };

/** With this code we say that the viewer signs off. */
const signedOffCode = 4001;

/**
 * A WebSocket as noVNC takes one, on which the service can also talk to the page: binary messages are the screen's, those of text
 * are {@link Notice}s.
 */
export class ScreenChannel {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #socket: WebSocket;

  /**
   * @param again whether the page was connected before
   * @param onClosed called once, also when there never was a connection
   */
  constructor(
    address: URL,
    greeting: { readonly secret: string; readonly again: boolean },
    on: { readonly notice: (notice: Notice) => void; readonly closed: () => void },
  ) {
    this.#socket = new WebSocket(address);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', () => this.#socket.send(JSON.stringify(greeting)));
    this.#socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === 'string') on.notice(JSON.parse(data));
      else this.onmessage?.({ data });
    });
    this.#socket.addEventListener('error', (event) => this.onerror?.(event));
    this.#socket.addEventListener('close', (event) => {
      this.onclose?.(event);
      on.closed();
    });
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get binaryType(): BinaryType {
    return this.#socket.binaryType;
  }

  set binaryType(type: BinaryType) {
    this.#socket.binaryType = type;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(bytes);
  }

  close(): void {
    this.#socket.close();
  }

  /** Closes for good: the secret is worth nothing from then on. */
  signOff(): void {
    this.#socket.close(signedOffCode);
  }
}
