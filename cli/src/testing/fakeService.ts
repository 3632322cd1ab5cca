import { createServer, type RequestListener } from 'node:http';
import { type Deskplane, prepareDeskplane, type Run } from './runDeskplane.js';

/** One that the service may have given. */
export const requestId = '0123456789abcdef0123456789abcdef';

/** Runs the command against something on the port that answers as Deskplane does, or not always. */
export function runAgainst(listener: RequestListener, ...words: string[]): Promise<Run> {
  return runAgainstStranger(signed(listener), ...words);
}

/** Runs the command against something that is not Deskplane. */
export function runAgainstStranger(listener: RequestListener, ...words: string[]): Promise<Run> {
  return withFake(listener, (deskplane) => deskplane.run(...words));
}

/** Gives each answer what tells that the service gave it. */
export function signed(listener: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader('x-request-id', requestId);
    return listener(request, response);
  };
}

/** A command whose credentials lead to a server of the test's own. */
export async function withFake<Result>(
  listener: RequestListener,
  work: (deskplane: Deskplane) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const deskplane = await prepareDeskplane({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'test-1',
    domain_name: 'd',
    domain_id: 'd',
    project_name: 'test-1',
    project_id: 'p',
    user_name: 'u',
    password: 'p',
    access_key: 'a',
    secret_key: 's',
  });
  try {
    return await work(deskplane);
  } finally {
    server.closeAllConnections();
    server.close();
    await deskplane.remove();
  }
}
