import { type EngineHostProcess, startEngineHost } from './engineHostProcess.js';
import { startTestService, type TestService } from './startTestService.js';

/** A service with a local engine of its own. */
export interface LocalService {
  readonly host: EngineHostProcess;
  readonly service: TestService;
  remove(): Promise<void>;
}

/** Starts one; the engine host does not stay when the service does not start. @param more arguments of the engine host */
export async function startLocalService(more: readonly string[] = []): Promise<LocalService> {
  const host = await startEngineHost(more);
  try {
    await host.engine.learn();
    const service = await startTestService({ engine: () => host.engine });
    return {
      host,
      service,
      async remove() {
        await service.remove();
        await host.dispose();
      },
    };
  } catch (error) {
    await host.dispose();
    throw error;
  }
}
