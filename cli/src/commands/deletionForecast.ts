import { at, listAt, numberAt, textAt } from '../api/json.js';
import { describeSize, describeStatus, describeVolume, userNamesOf } from '../desktops/describeDesktop.js';
import type { Desktop } from '../desktops/findDesktops.js';
import type { Session } from '../session.js';
import { printable } from '../text/printable.js';
import { formatFacts } from '../text/table.js';

export interface ForecastOptions {
  readonly deleteUsers: boolean;
  readonly email: boolean;
}

interface User {
  readonly email: string;
  /** How many desktops are the user's that are not deleted now. */
  readonly otherDesktops: number;
}

/**
 * Says what will go with each desktop: server, disks, addresses, and whether its users stay. A forecast, as of now: the
 * service decides when the desktops end.
 */
export async function forecastDeletion(
  session: Session,
  desktops: readonly Desktop[],
  options: ForecastOptions,
): Promise<string> {
  const users = await readUsers(session, desktops);
  const parts: string[] = [session.terminal.messages.delete.heading(desktops.length)];
  for (const desktop of desktops) parts.push(await describeLoss(session, desktop, users, options));
  return parts.join('\n\n');
}

async function describeLoss(
  session: Session,
  { id, name, detail }: Desktop,
  users: ReadonlyMap<string, User>,
  { deleteUsers, email }: ForecastOptions,
): Promise<string> {
  const { messages } = session.terminal;
  const words = messages.delete;
  const { body: networks } = await session.api.get(`/desktops/${id}/networks`);
  const ports = listAt(networks, 'network_infos').map((network) =>
    words.port(textAt(network, 'port_info', 'ip_address'), textAt(network, 'port_info', 'id')),
  );
  const disks = [
    ...(textAt(detail, 'root_volume', 'size') === ''
      ? []
      : [words.systemDisk(describeVolume(at(detail, 'root_volume')))]),
    ...listAt(detail, 'data_volumes').map((volume) => words.dataDisk(describeVolume(volume))),
  ];
  const names = userNamesOf(detail);
  const fates = names.map((user) => {
    if (!deleteUsers) return words.userStays(user);
    const others = users.get(user)?.otherDesktops ?? 0;
    return others > 0 ? words.userHasOthers(user, others) : words.userGoes(user);
  });
  const addresses = names.map((user) => users.get(user)?.email ?? '').filter((address) => address !== '');
  const mail = email && addresses.length > 0 ? words.mailTo(addresses.join(', ')) : words.noMail;
  const facts: (readonly [string, string])[] = [
    [words.server, `${describeSize(detail, messages)} (${describeStatus(detail, messages)})`],
    ...(disks.length > 0 ? [[words.disks, disks.join('\n')] as const] : []),
    ...(ports.length > 0 ? [[words.address, ports.join('\n')] as const] : []),
    ...(fates.length > 0 ? [[words.user, fates.join('\n')] as const] : []),
    ...(names.length > 0 ? [[words.mail, mail] as const] : []),
  ];
  return `  ${printable(name)}  ${id}\n${formatFacts(facts, '    ')}`;
}

async function readUsers({ api }: Session, desktops: readonly Desktop[]): Promise<Map<string, User>> {
  const deletedOf = new Map<string, number>();
  for (const name of desktops.flatMap(({ detail }) => userNamesOf(detail))) {
    deletedOf.set(name, (deletedOf.get(name) ?? 0) + 1);
  }
  const users = new Map<string, User>();
  for (const [name, deleted] of deletedOf) {
    const { body } = await api.get('/users', { user_name: name });
    const user = at(body, 'users', 0);
    const total = numberAt(user, 'total_desktops') ?? deleted;
    users.set(name, { email: textAt(user, 'user_email'), otherDesktops: Math.max(0, total - deleted) });
  }
  return users;
}
