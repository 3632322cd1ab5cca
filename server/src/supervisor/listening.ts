/** What decides who can reach the service, and whether they can be overheard. */
export interface Listening {
  /** As configured. */
  readonly host: string;
  /** Where clients reach it, if that was configured. */
  readonly publicUrl?: string | undefined;
  /** Its certificate and key, if it speaks TLS itself. */
  readonly tls?: object | undefined;
}

/** What the operating system says of one address of the machine, as far as it matters here. */
export interface NetworkFace {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

const everyIpv4 = /^0+(\.0+){0,3}$/;
const every = /^[0:]*:[0:]*$/;
const loopback = /^(localhost|127\.[\d.]+|::1)$/i;

/**
 * The machine's own addresses that an unspecified address stands for.
 * @returns undefined when the address stands for itself
 */
export function addressesBehind(
  host: string,
  interfaces: NodeJS.Dict<readonly NetworkFace[]>,
): string[] | undefined {
  if (!everyIpv4.test(host) && !every.test(host)) return undefined;
  return Object.values(interfaces)
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || !everyIpv4.test(host)))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:'));
}

/** Whether other machines can reach the service and nothing keeps passwords and tokens from being read on the way. */
export function isOpenInTheClear({ host, publicUrl, tls }: Listening): boolean {
  return !loopback.test(host) && tls === undefined && publicUrl?.startsWith('https:') !== true;
}
