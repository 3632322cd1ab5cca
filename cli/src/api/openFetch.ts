/** What is sent; as `fetch` takes it. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly redirect?: 'manual';
  readonly signal?: AbortSignal;
}

/** How a request is sent: as `fetch` does. */
export type Fetch = (url: URL, request: HttpRequest) => Promise<Response>;

/**
 * @param ca certificates in PEM to trust besides those of Node.js; undefined: no further ones
 * @returns how to send requests over HTTPS with them; the connections are kept for the requests to come
 */
export function openFetch(ca: string | undefined): Fetch {
  if (ca === undefined) return fetch;
  let opened: Promise<Fetch> | undefined;
  return async (url, request) => {
    opened ??= openTrusting(ca);
    return (await opened)(url, request);
  };
}

/** Node's own fetch takes no certificates, so it is loaded where it is needed only. */
async function openTrusting(ca: string): Promise<Fetch> {
  const [{ Agent, fetch: send }, { rootCertificates }] = await Promise.all([
    import('undici'),
    import('node:tls'),
  ]);
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, ca] } });
  return (url, request) => send(url, { ...request, dispatcher });
}
