import type { FastifyRequest } from 'fastify';
import { matchRanges, readAddress } from '../../access/policies/addressRanges.js';

const isLoopback = matchRanges([
  { address: '127.0.0.0', prefix: 8, family: 'ipv4' },
  { address: '::1', prefix: 128, family: 'ipv6' },
]);

/** Whether a request comes from this machine. Whoever a proxy on this machine speaks for is not on this machine. */
export function isOnThisMachine({ headers, raw }: Pick<FastifyRequest, 'headers' | 'raw'>): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  if (headers.via !== undefined || headers['x-real-ip'] !== undefined) return false;
  const peer = readAddress(raw.socket.remoteAddress ?? '');
  return peer !== undefined && isLoopback(peer);
}
