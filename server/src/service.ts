import { Server as TlsServer } from 'node:tls';
import { writeCredentials } from './iam/rootAccount/credentialsFile.js';
import type { LifeParts } from './life/life.js';
import { openPlainService, type Service } from './life/plainService.js';
import { canStartOver, openRestartingService } from './life/restartingService.js';
import { openServiceLog } from './serviceLog.js';
import { explainStartFailure } from './supervisor/explainStartFailure.js';
import {
  isRenewalMessage,
  isStartMessage,
  type ServiceMessage,
  type StartMessage,
} from './supervisor/messages.js';
import { dropPrivileges } from './system/dropPrivileges.js';
import { keepDebuggerShut } from './system/keepDebuggerShut.js';

// The service process: everything it will ever need is imported above, so that from here on it needs no right to read
// the code (a clone may lie where only root may enter).
dropPrivileges(process.env['DESKPLANE_RUN_AS']);

const { logger, metrics: logMetrics } = openServiceLog(process.stdout.fd);
// Warnings of Node.js go there, too: a full disk must not end us.
process.stderr.on('error', () => undefined);
let service: Service | undefined;
let certificate: string | undefined;
let closing: Promise<void> | undefined;

process.once('message', (message) => {
  process.on('message', renew);
  if (!isStartMessage(message)) {
    fail('The service was started with a message it does not understand.');
    return;
  }
  start(message).catch((error: unknown) => fail(explainStartFailure(error, message.config)));
});
keepDebuggerShut();
process.on('SIGTERM', stop);
// The supervisor is gone: nobody is left to stop us.
process.on('disconnect', stop);

async function start(message: StartMessage): Promise<void> {
  const { config } = message;
  certificate = message.tls?.cert;
  const parts: LifeParts = {
    message,
    logger,
    sources: [logMetrics],
    certificate: () => certificate,
    progress: (text) => tell({ type: 'progress', text }),
    onOlderDatabase: (error) => {
      fail(error.message);
      stop();
    },
  };
  service = canStartOver(message)
    ? await openRestartingService(parts, (error) => {
        fail(explainStartFailure(error, config));
        stop();
      })
    : await openPlainService(parts);
  const endpoint = await service.listen({ host: config.host, port: config.port });
  const { opened, engine } = service.first;
  const hasCredentials = await writeCredentials(
    message.credentialsPath,
    config.publicUrl ?? endpoint,
    opened,
  );
  const health = await engine.health();
  if (health.ready)
    for (const warning of health.warnings ?? []) tell({ type: 'progress', text: `Note: ${warning}` });
  tell({ type: 'ready', endpoint, credentialsPath: message.credentialsPath, hasCredentials });
}

/** New connections are made with the new certificate; those that are there go on. */
function renew(message: unknown): void {
  const listener = service?.listener;
  if (!isRenewalMessage(message) || !(listener instanceof TlsServer)) return;
  listener.setSecureContext(message.tls);
  certificate = message.tls.cert;
  logger.info('the TLS certificate was renewed');
}

function stop(): void {
  closing ??= (service?.stop() ?? Promise.resolve())
    .catch((error: unknown) => logger.error({ err: error }, 'could not stop cleanly'))
    .then(() => process.exit(0));
}

function fail(text: string): void {
  logger.error(text);
  tell({ type: 'failed', message: text });
  process.exitCode = 1;
  process.disconnect();
}

function tell(message: ServiceMessage): void {
  if (process.connected) process.send?.(message);
}
