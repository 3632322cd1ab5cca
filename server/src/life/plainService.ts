import type { Server as HttpServer } from 'node:http';
import { type Life, type LifeParts, startLife } from './life.js';

/** What the service process runs. */
export interface Service {
  /** As it was started. */
  readonly first: Pick<Life, 'opened' | 'engine'>;
  /** What clients connect to. */
  readonly listener: HttpServer;
  listen(at: { readonly host: string; readonly port: number }): Promise<string>;
  /** Answers no more, finishes what is in progress. */
  stop(): Promise<void>;
}

/** A service that stays what it is until it is stopped. */
export async function openPlainService(parts: LifeParts): Promise<Service> {
  const life = await startLife(parts);
  const { server } = life.app;
  return { first: life, listener: server.server, listen: (at) => server.listen(at), stop: () => life.stop() };
}
