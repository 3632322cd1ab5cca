import pg from 'pg';
import { errorCode } from '../system/errorCode.js';
import { type HostChooser, isFitting } from './chooseHost.js';

export interface BoundedConfig extends pg.ClientConfig {
  /** How long the server may take to answer one statement, in milliseconds; 0: as long as it likes. Default: 0 */
  readonly answerWithin?: number;
  /** Undefined: the one host of the connection string, whatever it is. */
  readonly chooser?: HostChooser | undefined;
}

/** The server did not answer in time. What became of the statement is not known. */
export class DatabaseTimeout extends Error {
  override readonly name = 'DatabaseTimeout';
  readonly code = 'ETIMEDOUT';
}

/** Of an idle connection whose other end is gone without a word the kernel tells about 12 s after its last sign of life. */
const keepAliveAfter = 2_000;
/** SQLSTATE of what a session that may only read answers to a write. */
export const readOnlySession = '25006';

/**
 * A connection that cannot hang: a statement, or the farewell, that is not answered in time breaks it, and with it everything
 * that waits on it. A pool replaces what is broken.
 */
export class BoundedClient extends pg.Client {
  /** By the clock of `performance.now()`. */
  readonly openedAt = performance.now();
  readonly #answerWithin: number;
  readonly #chooser: HostChooser | undefined;
  readonly #connectWithin: number;
  #timer: NodeJS.Timeout | undefined;
  #waiting = false;
  #spent = false;

  constructor(config: BoundedConfig = {}) {
    super({ keepAlive: true, keepAliveInitialDelayMillis: keepAliveAfter, ...config });
    this.#answerWithin = config.answerWithin ?? 0;
    this.#chooser = config.chooser;
    this.#connectWithin = config.connectionTimeoutMillis ?? 5_000;
    const send: (...given: never[]) => unknown = super.query.bind(this);
    // The many forms of a query have one thing in common: from here on an answer is waited for.
    Object.defineProperty(this, 'query', {
      configurable: true,
      writable: true,
      value: (...given: never[]): unknown => {
        this.#wait(this.#answerWithin);
        return send(...given);
      },
    });
    // Whoever uses it is told by what fails; without a listener a connection that breaks would end the process.
    this.on('error', () => undefined);
    this.on('drain', () => {
      this.#waiting = false;
    });
    this.once('end', () => clearTimeout(this.#timer));
    this.connection.on('errorMessage', (message: unknown) => {
      if (errorCode(message) === readOnlySession) this.#spent = true;
    });
  }

  /** Whether an answer is being waited for. */
  get isWaiting(): boolean {
    return this.#waiting;
  }

  /** Whether it is a session of the wrong kind, which stays one: whoever is done with it ends it. */
  get isSpent(): boolean {
    return this.#spent;
  }

  /** Ends it at once; its pool hears of it and replaces it. */
  breakOff(reason: string): void {
    this.connection.stream.destroy(new Error(reason));
  }

  /** Asks for a sign of life. @returns whether the server is still one to be connected to */
  async isFitting(): Promise<boolean> {
    const target = this.#chooser?.target ?? 'any';
    if (target !== 'any') return isFitting(this, target);
    await this.query('select');
    return true;
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void;
  override connect(callback?: (error: never, client: pg.Client) => void): Promise<pg.Client> | void {
    const connecting = this.#chooser === undefined ? super.connect() : this.#connectToChosen(this.#chooser);
    if (callback === undefined) return connecting;
    const tell = (error: unknown): unknown => Reflect.apply(callback, undefined, [error, this]);
    connecting.then(() => tell(null), tell);
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    this.#wait(this.#answerWithin || this.#connectWithin);
    return callback === undefined ? super.end() : super.end(callback);
  }

  async #connectToChosen(chooser: HostChooser): Promise<pg.Client> {
    const until = performance.now() + this.#connectWithin;
    const chosen = await chooser.choose();
    if (performance.now() > until) throw new DatabaseTimeout('No host of the database answered in time.');
    this.host = chosen.host;
    this.port = chosen.port;
    try {
      await super.connect();
      if (!(await isFitting(this, chooser.target)))
        throw new Error('The host of the database has just changed.');
      return this;
    } catch (error) {
      chooser.forget();
      this.connection.stream.destroy();
      throw error;
    }
  }

  #wait(milliseconds: number): void {
    if (milliseconds === 0) return;
    this.#waiting = true;
    if (this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    this.#timer = setTimeout(() => {
      if (!this.#waiting) return;
      const text = `The database did not answer within ${milliseconds / 1000} s.`;
      this.connection.stream.destroy(new DatabaseTimeout(text));
    }, milliseconds);
    this.#timer.unref();
  }
}
