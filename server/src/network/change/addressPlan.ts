import type { ApiError } from '../../errors/errors.js';
import { formatAddress, formatRange, parseRange, type Range } from '../ranges.js';
import { type Reason, refuseField } from './networkRefusals.js';

/** What VPCs are made in. 100.64.0.0/10 is for those that come with projects, and desktops stay out of 172.16.0.0/12. */
const privateRanges = ['10.0.0.0/8', '192.168.0.0/16'].flatMap((text) => parseRange(text) ?? []);
/** The smallest range that a VPC or a subnet may have: 16 addresses. */
const longestPrefix = 28;

/** @returns it, as the database writes it @throws {ApiError} VPC.0101 for a range that no VPC may have */
export function readVpcRange(text: string): string {
  const range = parseRange(text);
  const fits =
    range !== undefined && range.prefix <= longestPrefix && privateRanges.some((each) => lies(range, each));
  if (!fits) {
    throw refuseField('VPC.0101', 'vpc.cidr', {
      en: `vpc.cidr must be a range within 10.0.0.0/8 or 192.168.0.0/16, of /8 to /${longestPrefix}, such as 192.168.0.0/16`,
      zh: `vpc.cidr必须为10.0.0.0/8或192.168.0.0/16之内的网段，掩码长度为8到${longestPrefix}，例如192.168.0.0/16`,
    });
  }
  return formatRange(range);
}

export interface SubnetPlan {
  readonly cidr: string;
  readonly gateway: string;
}

/**
 * @param vpcCidr of the VPC that it is to be in
 * @throws {ApiError} VPC.0212 for a range that no subnet may have, VPC.0203 for one outside of the VPC, VPC.0201 for a gateway that
 * is no address of the subnet
 */
export function readSubnetPlan(vpcCidr: string, plan: SubnetPlan): SubnetPlan {
  const range = parseRange(plan.cidr);
  if (range === undefined || range.prefix > longestPrefix) {
    throw wrongCidr({
      en: `subnet.cidr must be an IPv4 range of at most /${longestPrefix}, such as 192.168.1.0/24`,
      zh: `subnet.cidr必须为IPv4网段，掩码长度不超过${longestPrefix}，例如192.168.1.0/24`,
    });
  }
  const vpc = parseRange(vpcCidr);
  if (vpc === undefined || !lies(range, vpc)) {
    throw refuseField('VPC.0203', 'subnet.cidr', {
      en: `${plan.cidr} is not within ${vpcCidr}`,
      zh: `${plan.cidr}不在${vpcCidr}之内`,
    });
  }
  const gateway = parseRange(`${plan.gateway}/32`);
  const last = range.base + sizeOf(range) - 1;
  if (gateway === undefined || gateway.base <= range.base || gateway.base >= last) {
    throw refuseField('VPC.0201', 'subnet.gateway_ip', {
      en: `subnet.gateway_ip must be an address of ${plan.cidr}, neither its first nor its last one`,
      zh: `subnet.gateway_ip必须为${plan.cidr}中的地址，不能是第一个或最后一个地址`,
    });
  }
  return { cidr: formatRange(range), gateway: formatAddress(gateway.base) };
}

const wrongCidr = (reason: Reason): ApiError => refuseField('VPC.0212', 'subnet.cidr', reason);

const sizeOf = ({ prefix }: Range): number => 2 ** (32 - prefix);

function lies(inner: Range, outer: Range): boolean {
  return inner.prefix >= outer.prefix && inner.base >= outer.base && inner.base < outer.base + sizeOf(outer);
}
