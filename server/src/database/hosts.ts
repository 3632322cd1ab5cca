/** One server that DATABASE_URL names. */
export interface DatabaseHost {
  /** Name, address, or absolute path of the directory of a unix socket. */
  readonly host: string;
  readonly port: number;
}

/** What a server must be to be connected to; the service writes, so those of libpq that only read are of no use to it. */
export type SessionTarget = 'any' | 'read-write' | 'primary';

/** Where DATABASE_URL leads. */
export interface DatabaseTarget {
  /** In the order in which they are tried; at least one. */
  readonly hosts: readonly DatabaseHost[];
  readonly target: SessionTarget;
  /** The same URL for one of the hosts alone, as pg understands it. */
  urlOf(host: DatabaseHost): string;
}

const outline = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const usualPort = 5432;

/**
 * Reads a connection string with one host or several, by libpq's rules (PostgreSQL documentation, "Connection URIs"):
 * `postgres://user@a:5432,b:5433/name?target_session_attrs=read-write`, or with `?host=a,b&port=5432,5433`.
 * @returns what is wrong with it, as words after the name of the setting, never with a part of the URL that may be a secret
 */
export function readDatabaseUrl(url: string): DatabaseTarget | string {
  const [, scheme, user, authority = '', path = '', query = ''] = outline.exec(url) ?? [];
  if (scheme === undefined)
    return 'is not a connection string such as postgres://user:password@host:5432/name';
  const parameters = new URLSearchParams(query);
  const target = parameters.get('target_session_attrs') ?? 'any';
  if (!isTarget(target)) {
    return 'has a target_session_attrs that Deskplane has no use for: it must be any, read-write or primary';
  }
  const hosts = readHosts(authority, parameters);
  if (typeof hosts === 'string') return hosts;
  for (const name of ['host', 'port', 'target_session_attrs']) parameters.delete(name);
  return {
    hosts,
    target,
    urlOf: ({ host, port }) => {
      const own = new URLSearchParams(parameters);
      own.set('host', host);
      own.set('port', String(port));
      return `${scheme}${user === undefined ? '' : `${user}@`}${path === '' ? '/' : path}?${own.toString()}`;
    },
  };
}

/** As a user would write it. */
export function nameHost({ host, port }: DatabaseHost): string {
  if (host.startsWith('/')) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function isTarget(value: string): value is SessionTarget {
  return value === 'any' || value === 'read-write' || value === 'primary';
}

function readHosts(authority: string, parameters: URLSearchParams): DatabaseHost[] | string {
  const listed = authority.split(',').map(splitHost);
  if (listed.some((each) => each === undefined)) return 'has a host that is not of the form name:port';
  const named = parameters.get('host')?.split(',');
  const hosts = named ?? listed.map((each) => each?.host ?? '');
  const ports =
    parameters.get('port')?.split(',') ??
    (named === undefined ? listed.map((each) => each?.port ?? '') : ['']);
  if (ports.length !== 1 && ports.length !== hosts.length) {
    return `names ${hosts.length} hosts and ${ports.length} ports: give one port for all, or one for each`;
  }
  const wrong = ports.find((port) => !/^([1-9]\d{0,4})?$/.test(port) || Number(port) > 65_535);
  if (wrong !== undefined) return 'has a port that is not a number from 1 to 65535';
  return hosts.map((host, index) => ({
    host: host === '' ? 'localhost' : host,
    port: Number(ports[ports.length === 1 ? 0 : index]) || usualPort,
  }));
}

/** `name`, `name:port`, `[::1]:port`, or a percent-encoded path. */
function splitHost(text: string): { readonly host: string; readonly port: string } | undefined {
  const [, bracketed, plain = '', port = ''] =
    /^(?:\[([0-9A-Fa-f:.%]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(text) ?? [];
  if (bracketed === undefined && !/^([^:[\]]*)(?::(\d*))?$/.test(text)) return undefined;
  try {
    return { host: decodeURIComponent(bracketed ?? plain), port };
  } catch {
    return undefined;
  }
}
