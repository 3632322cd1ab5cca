import { isIP } from 'node:net';
import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import { refuseRule } from './readRuleFields.js';

/**
 * The range of a rule's other side.
 * @returns as the database writes it; null: nothing is said
 * @throws {ApiError} WKS.0001 for what is no range of the family, or has bits beyond its prefix
 */
export async function readRemoteRange(
  transaction: Transaction,
  text: string,
  family: 4 | 6,
): Promise<string | null> {
  if (text === '') return null;
  const [address = '', prefix = '', ...rest] = text.split('/');
  const bits = family === 4 ? 32 : 128;
  const isRange =
    rest.length === 0 &&
    !address.includes('%') &&
    isIP(address) === family &&
    /^(?:0|[1-9]\d{0,2})$/.test(prefix) &&
    Number(prefix) <= bits;
  const example = family === 4 ? '10.1.0.0/16' : '2001:db8::/32';
  if (!isRange) {
    throw refuseRule('remote_ip_prefix', {
      en: `remote_ip_prefix must be an IPv${family} range such as ${example}`,
      zh: `remote_ip_prefix必须为IPv${family}网段，例如${example}`,
    });
  }
  const { rows } = await sql<{ network: string; exact: boolean }>`
    select network(${text}::inet)::text as network,
      host(${text}::inet) = host(network(${text}::inet)) as exact`.execute(transaction);
  const [range] = rows;
  if (range?.exact === true) return range.network;
  const network = range?.network ?? example;
  throw refuseRule('remote_ip_prefix', {
    en: `remote_ip_prefix has bits beyond its prefix: ${network} is meant`,
    zh: `remote_ip_prefix的主机位不为0，应为${network}`,
  });
}
