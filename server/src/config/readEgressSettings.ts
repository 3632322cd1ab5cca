import { isIP } from 'node:net';
import { parseAddressRange } from '../http/origin/trustedProxies.js';
import type { EgressSettings } from './config.js';
import { shorten } from './readNetworkSettings.js';

type EgressKey = 'DESKPLANE_EGRESS' | 'DESKPLANE_EGRESS_ALLOW' | 'DESKPLANE_DNS';

/**
 * Reads by which way desktops of the local engine may reach the outside.
 * @param text the value of a setting; empty: nothing
 * @param fail notes a value that cannot be used
 */
export function readEgressSettings(
  text: (key: EgressKey) => string,
  fail: (key: EgressKey, message: string) => undefined,
): EgressSettings {
  const list = (key: EgressKey) =>
    text(key)
      .split(/[\s,]+/)
      .filter((part) => part !== '');
  const device = text('DESKPLANE_EGRESS');
  if (device !== '' && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(device)) {
    fail('DESKPLANE_EGRESS', `must be a network interface such as eth0, not "${shorten(device)}"`);
  }
  const allowed = list('DESKPLANE_EGRESS_ALLOW');
  const noRange = allowed.find((each) => !each.includes('/') || parseAddressRange(each) === undefined);
  if (noRange !== undefined) {
    fail(
      'DESKPLANE_EGRESS_ALLOW',
      `must be ranges such as 10.1.0.0/16 or 2001:db8::/64, not "${shorten(noRange)}"`,
    );
  }
  const dnsServers = list('DESKPLANE_DNS');
  const noAddress = dnsServers.find((each) => isIP(each) === 0 || each.includes('%'));
  if (noAddress !== undefined) {
    fail(
      'DESKPLANE_DNS',
      `must be addresses such as 192.0.2.53 or 2001:db8::53, not "${shorten(noAddress)}"`,
    );
  } else if (dnsServers.length > 3) {
    fail('DESKPLANE_DNS', `must be at most three addresses, not ${dnsServers.length}: programs ask no more`);
  }
  return { device: device === '' ? undefined : device, allowed, dnsServers };
}
