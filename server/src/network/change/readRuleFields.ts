import type { ApiError } from '../../errors/errors.js';
import { type Reason, refuseField, refuseUnoffered } from './networkRefusals.js';

/** A rule as callers describe it, whichever version of the API they speak. */
export interface RuleFields {
  readonly direction: 'ingress' | 'egress';
  readonly ethertype?: string | null | undefined;
  readonly protocol?: string | null | undefined;
  /** Of version 3: `22`, `80-90`, `22,80-90`. */
  readonly multiport?: string | null | undefined;
  /** Of version 1: the first and the last port. */
  readonly port_range_min?: number | undefined;
  readonly port_range_max?: number | undefined;
  readonly remote_ip_prefix?: string | null | undefined;
  readonly remote_group_id?: string | null | undefined;
  readonly remote_address_group_id?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly priority?: number | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly description?: string | null | undefined;
}

/** What of a rule follows from its fields alone. */
export interface RuleTerms {
  readonly direction: 'ingress' | 'egress';
  readonly family: 4 | 6;
  readonly protocol: 'any' | 'tcp' | 'udp' | 'icmp';
  readonly portMin: number | null;
  readonly portMax: number | null;
  /** Several ports and ranges; null: the two above say it. */
  readonly portList: string | null;
  readonly priority: number;
  readonly description: string;
}

const mostRanges = 20;

/** @throws {ApiError} WKS.0001 naming the field at fault */
export function readRuleFields(fields: RuleFields): RuleTerms {
  refuseOthers(fields);
  const family = readFamily(fields.ethertype);
  const protocol = readProtocol(fields.protocol, family);
  return {
    direction: fields.direction,
    family,
    protocol,
    ...readPorts(fields, protocol),
    priority: fields.priority ?? 1,
    description: fields.description ?? '',
  };
}

function refuseOthers({ action, enabled, remote_address_group_id: addressGroup }: RuleFields): void {
  refuseUnoffered([
    {
      field: 'security_group_rule.action',
      value: (action ?? 'allow') === 'allow' ? undefined : action,
      instead: {
        en: 'rules only allow; what no rule allows does not pass',
        zh: '规则只能为allow，未被规则允许的流量不能通过',
      },
    },
    {
      field: 'security_group_rule.enabled',
      value: enabled === false ? 'false' : undefined,
      instead: { en: 'delete the rule in place of switching it off', zh: '请删除规则，而不是停用' },
    },
    {
      field: 'security_group_rule.remote_address_group_id',
      value: addressGroup,
      instead: {
        en: 'name a range (remote_ip_prefix) or a security group (remote_group_id)',
        zh: '请使用网段（remote_ip_prefix）或安全组（remote_group_id）',
      },
    },
  ]);
}

function readFamily(ethertype: string | null | undefined): 4 | 6 {
  const text = (ethertype ?? '').toLowerCase();
  if (text === '' || text === 'ipv4') return 4;
  if (text === 'ipv6') return 6;
  throw wrong('ethertype', { en: 'must be IPv4 or IPv6', zh: '必须为IPv4或IPv6' });
}

function readProtocol(protocol: string | null | undefined, family: 4 | 6): RuleTerms['protocol'] {
  const text = (protocol ?? '').toLowerCase();
  if (text === '' || text === 'any') return 'any';
  if (text === 'tcp' || text === 'udp') return text;
  if (text === (family === 4 ? 'icmp' : 'icmpv6')) return 'icmp';
  const icmp = family === 4 ? 'icmp' : 'icmpv6';
  throw wrong('protocol', {
    en: `must be tcp, udp or ${icmp}, or left out for any, with ${family === 4 ? 'IPv4' : 'IPv6'}`,
    zh: `（${family === 4 ? 'IPv4' : 'IPv6'}）必须为tcp、udp或${icmp}，省略表示任意协议`,
  });
}

type Ports = Pick<RuleTerms, 'portMin' | 'portMax' | 'portList'>;

function readPorts(fields: RuleFields, protocol: RuleTerms['protocol']): Ports {
  const { multiport, port_range_min: least, port_range_max: most } = fields;
  const text = multiport ?? '';
  if (text === '' && least === undefined && most === undefined)
    return { portMin: null, portMax: null, portList: null };
  const field = text === '' ? (least === undefined ? 'port_range_max' : 'port_range_min') : 'multiport';
  if (protocol !== 'tcp' && protocol !== 'udp')
    throw wrong(field, { en: 'goes with the protocols tcp and udp only', zh: '仅适用于tcp和udp协议' });
  return text === '' ? readPortPair(least, most) : readPortList(text);
}

/** One alone would be taken for something else than it says. */
function readPortPair(least: number | undefined, most: number | undefined): Ports {
  if (least === undefined || most === undefined)
    throw refuseRule(least === undefined ? 'port_range_min' : 'port_range_max', {
      en: 'port_range_min and port_range_max must be given together',
      zh: 'port_range_min与port_range_max必须同时指定',
    });
  if (least > most)
    throw wrong('port_range_min', {
      en: 'must not be above port_range_max',
      zh: '不能大于port_range_max',
    });
  return { portMin: least, portMax: most, portList: null };
}

function readPortList(text: string): Ports {
  const parts = text.split(',');
  const ranges = parts.map(readPortRange);
  if (ranges.length > mostRanges) {
    throw wrong('multiport', {
      en: `may be at most ${mostRanges} ports and ranges`,
      zh: `最多${mostRanges}个端口或端口范围`,
    });
  }
  const [first] = ranges;
  return ranges.length === 1 && first !== undefined
    ? { portMin: first[0], portMax: first[1], portList: null }
    : { portMin: null, portMax: null, portList: parts.join(',') };
}

function readPortRange(part: string): readonly [number, number] {
  const [, least = '', most = least] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
  const range = [Number(least), Number(most)] as const;
  if (least !== '' && range[0] <= range[1] && range[1] <= 65_535) return range;
  throw wrong('multiport', {
    en: 'must be ports from 1 to 65535 and ranges of them, such as 22 or 22,80-90',
    zh: '必须为1到65535的端口或端口范围，例如22或22,80-90',
  });
}

function wrong(field: string, reason: Reason): ApiError {
  return refuseRule(field, { en: `${field} ${reason.en}`, zh: `${field}${reason.zh}` });
}

/** A refusal of a rule for what one of its fields says. */
export const refuseRule = (field: string, reason: Reason): ApiError =>
  refuseField('WKS.0001', `security_group_rule.${field}`, reason);
