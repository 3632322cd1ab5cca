import { connect } from '../database/connect.js';
import { startTestService, type TestService, type TestServiceOptions } from './startTestService.js';
import { createTestDatabase, type TestDatabase } from './testDatabase.js';
import { startWire, type Wire } from './wire.js';

/** A service whose way to the database can be broken. */
export interface WiredService {
  readonly service: TestService;
  /** The same database by a way that stays whole. */
  readonly store: TestDatabase;
  readonly wire: Wire;
  remove(): Promise<void>;
}

export async function startWiredService(
  options: Omit<TestServiceOptions, 'database'> = {},
): Promise<WiredService> {
  const store = await createTestDatabase();
  const wire = await startWire(store.url);
  const connections = connect({ url: wire.url, connections: 8 });
  const database: TestDatabase = { ...connections, url: wire.url, drop: async () => connections.close() };
  const service = await startTestService({ ...options, database });
  return {
    service,
    store,
    wire,
    remove: async () => {
      await service.remove();
      await wire.close();
      await store.drop();
    },
  };
}
