// Stands in for the service in tests of the supervisor. How it behaves is told by the region it is given.
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isRenewalMessage, isStartMessage, type ServiceMessage } from '../supervisor/messages.js';

const tell = (message: ServiceMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit(0));
process.once('message', (value) => {
  if (!isStartMessage(value)) throw new Error('The supervisor sent something else than the start message.');
  const { config } = value;
  const runAs = process.env['DESKPLANE_RUN_AS']?.split(':').map(Number);
  const [uid, gid] = runAs ?? [];
  if (uid !== undefined && gid !== undefined) {
    process.setgroups?.([gid]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  }
  if (config.region === 'stub-crash') throw new Error('The stub was told to crash.');
  if (config.region === 'stub-stubborn') process.on('SIGTERM', () => undefined);
  else process.on('SIGTERM', () => process.exit(0));
  const answer = (_: unknown, response: ServerResponse): void => {
    const { uid: servedBy } = { uid: process.getuid?.() };
    response.end(JSON.stringify({ pid: process.pid, uid: servedBy, databaseUrl: value.databaseUrl }));
  };
  const tlsServer = value.tls && createTlsServer(value.tls, answer);
  process.on('message', (message) => {
    if (isRenewalMessage(message)) tlsServer?.setSecureContext(message.tls);
  });
  const server = tlsServer ?? createServer(answer);
  const scheme = tlsServer === undefined ? 'http' : 'https';
  server.on('error', (error) => tell({ type: 'failed', message: `The port is taken: ${error.message}` }));
  server.listen(config.port, config.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    writeFileSync(value.credentialsPath, JSON.stringify({ endpoint: `${scheme}://${config.host}:${port}` }), {
      mode: 0o600,
    });
    tell({ type: 'progress', text: 'The stub is listening' });
    tell({
      type: 'ready',
      endpoint: `${scheme}://${config.host}:${port}`,
      credentialsPath: value.credentialsPath,
      hasCredentials: true,
    });
  });
});
