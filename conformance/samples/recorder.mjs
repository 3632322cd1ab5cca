import { createServer } from 'node:http';

/** An address of its own on loopback that answers everything with `{}` and keeps what it was asked. */
export async function startRecorder() {
  let requests = [];
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{}');
    });
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    seen: () => requests,
    forget: () => {
      requests = [];
    },
    stop: () => server.close(),
  };
}
