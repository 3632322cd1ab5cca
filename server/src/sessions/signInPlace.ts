import { BlockList } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { ErrorArgument } from '../errors/errors.js';
import { endpointOf } from '../iam/keystone/endpoint.js';

export interface SignInRules {
  /** Where browsers reach the service; undefined: where they say that they do. */
  readonly publicUrl: string | undefined;
  /** Whether passwords may be sent over plain HTTP from other machines. */
  readonly plainHttp: boolean;
}

/**
 * Why nobody should send his password from where this request comes; undefined: he may. Over plain HTTP everybody on the way reads it,
 * unless the way does not leave the machine.
 */
export function whyNotSignIn(request: FastifyRequest, rules: SignInRules): ErrorArgument | undefined {
  const url = new URL(endpointOf(request, { endpoint: rules.publicUrl }));
  if (url.protocol === 'https:' || rules.plainHttp) return undefined;
  // A proxy on this machine that nobody has called trusted sends from here, too, but for another host.
  if (isLoopback(request.origin.address) && isLoopbackName(url.hostname)) return undefined;
  return {
    en:
      'the connection is not encrypted, so that everybody on the way could read your password; open the page by https://, or let the ' +
      'administrator set up HTTPS (DESKPLANE_TLS_CERTIFICATE or a proxy) or set DESKPLANE_SIGN_IN_PLAIN_HTTP to allow',
    zh:
      '连接未加密，途中任何人都可能看到您的密码；请通过https://打开页面，或请管理员启用HTTPS（DESKPLANE_TLS_CERTIFICATE或代理），' +
      '或将DESKPLANE_SIGN_IN_PLAIN_HTTP设为allow',
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && loopback.check(address, address.includes(':') ? 'ipv6' : 'ipv4');

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  isLoopback(/^\[?([\d.]+|[\da-f:]+)\]?$/i.exec(host)?.[1]);
