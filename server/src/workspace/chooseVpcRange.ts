import { sql } from 'kysely';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { formatRange, parseRange } from '../network/ranges.js';

/** 100.64.0.0/10, the shared address space of RFC 6598, which no LAN has (D17): 64 ranges of /16. */
const poolBase = 100 * 2 ** 24 + 64 * 2 ** 16;
const poolRanges = 64;

/**
 * The range for a new VPC: the wanted one, or the lowest /16 of the pool that overlaps no VPC of this service.
 * @throws {ApiError} WKS.0001 when the wanted range is none, too small or too large; DPL.0409 when the pool is used up
 */
export async function chooseVpcRange(transaction: Transaction, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) return checkRange(wanted);
  await sql`select pg_advisory_xact_lock(${advisoryLocks.vpcRange})`.execute(transaction);
  const rows = await transaction.selectFrom('vpcs').select(sql<string>`cidr::text`.as('cidr')).execute();
  const taken = rows.map((row) => parseRange(row.cidr)).filter((range) => range !== undefined);
  for (let index = 0; index < poolRanges; index += 1) {
    const base = poolBase + index * 2 ** 16;
    const end = base + 2 ** 16;
    if (!taken.some((range) => range.base < end && base < range.base + 2 ** (32 - range.prefix))) {
      return formatRange({ base, prefix: 16 });
    }
  }
  throw new ApiError('DPL.0409', [
    {
      en: 'every address range of 100.64.0.0/10 is taken by a VPC',
      zh: '100.64.0.0/10的全部网段均已被VPC占用',
    },
  ]);
}

/** Subnets of the real service must stay out of 172.16.0.0/12 (docs/reference/limits.md#networks), and so do ours. */
function checkRange(wanted: string): string {
  const range = parseRange(wanted);
  if (range === undefined || range.prefix < 16 || range.prefix > 19) {
    throw new ApiError('WKS.0001', [
      { en: `${wanted} is not an IPv4 range of /16 to /19`, zh: `${wanted}不是/16到/19的IPv4网段` },
    ]);
  }
  const start = 172 * 2 ** 24 + 16 * 2 ** 16;
  if (range.base >= start && range.base < start + 2 ** 20) {
    throw new ApiError('WKS.0001', [
      { en: `${wanted} lies in 172.16.0.0/12`, zh: `${wanted}位于172.16.0.0/12内` },
    ]);
  }
  return wanted;
}
