import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import { describeSize, describeStatus, describeVolume } from '../desktops/describeDesktop.js';
import { devicesOf } from '../desktops/diskDevices.js';
import type { Messages } from '../messages/en.js';
import type { Session } from '../session.js';
import type { Terminal } from '../terminal.js';
import type { ShownPlan } from './readPlans.js';

/** Says what each plan will do: which server, disks and addresses go, what stays and why, and what becomes of the users. */
export async function forecastDeletion(session: Session, plans: readonly ShownPlan[]): Promise<string> {
  const { delete: words, deletion } = session.terminal.messages;
  const parts: string[] = [words.heading(plans.length)];
  if (isSimulated(plans)) parts.push(deletion.simulated.ahead);
  for (const shown of plans) parts.push(await describePlan(session, shown, plans));
  return parts.join('\n\n');
}

/** Whether any of it would be carried out by the simulated engine. */
export function isSimulated(plans: readonly ShownPlan[]): boolean {
  return plans.some(({ plan }) => textAt(plan, 'engine') === 'simulated');
}

async function describePlan(
  session: Session,
  shown: ShownPlan,
  plans: readonly ShownPlan[],
): Promise<string> {
  const { delete: words } = session.terminal.messages;
  const { desktop, plan, refusal } = shown;
  const items = listAt(plan, 'items');
  const users = listAt(plan, 'users');
  const known = await readKnown(session, shown);
  const describe = (item: unknown): string => known.get(textAt(item, 'id')) ?? textAt(item, 'id');
  // In the order in which the desktop shows them, whatever the plan's: the system disk comes first.
  const places = [...known.keys()];
  const linesOf = (kind: string): string =>
    items
      .filter((item) => textAt(item, 'kind') === kind)
      .toSorted((one, other) => places.indexOf(textAt(one, 'id')) - places.indexOf(textAt(other, 'id')))
      .map((item) => {
        const stays = textAt(item, 'intent') !== 'delete';
        return stays
          ? words.itemStays(describe(item), textAt(item, 'reason'))
          : keyOf(session.terminal, describe(item), item);
      })
      .join('\n');
  const facts: (readonly [string, string])[] = [
    [words.refused, refusal ?? ''],
    [words.server, linesOf('server')],
    [words.disks, linesOf('volume')],
    [words.snapshots, linesOf('snapshot')],
    [words.address, linesOf('port')],
    [words.user, users.map((user) => fateOf(session, user, plans)).join('\n')],
    [words.groups, listAt(plan, 'user_groups').map(groupStays(session.terminal.messages)).join('\n')],
    [words.mail, users.length === 0 ? '' : await describeMail(session, users)],
    [words.plan, textAt(plan, 'digest')],
  ];
  const told = facts.filter(([, value]) => value !== '');
  return `  ${printable(desktop.name)}  ${desktop.id}\n${formatFacts(told, '    ', session.terminal.columns)}`;
}

/** Whether the data of a planned item are encrypted, and which key goes with them. */
export function keyOf(terminal: Terminal, described: string, item: unknown): string {
  const { delete: words } = terminal.messages;
  const encrypted = at(item, 'encrypted');
  if (typeof encrypted !== 'boolean') return described;
  if (!encrypted)
    return textAt(item, 'kind') === 'volume' ? words.plainDisk(described) : words.notEncrypted(described);
  const key = textAt(item, 'key_id');
  return textAt(item, 'key_intent') === 'keep'
    ? words.keyStays(described, key)
    : words.keyGoes(described, key);
}

/** A planned snapshot by its name and disk; undefined: the item is none. @param devices by the IDs of their disks */
export function describeSnapshot(
  { messages }: Terminal,
  item: unknown,
  devices: ReadonlyMap<string, string>,
): string | undefined {
  const name = at(item, 'snapshot_name');
  if (typeof name !== 'string') return undefined;
  const volume = textAt(item, 'volume_id');
  return messages.delete.snapshotOf(printable(name), devices.get(volume) || volume);
}

/** What a planned item is to a user: its size or address, by its id. What the desktop does not show yet is left out. */
async function readKnown(
  session: Session,
  { desktop, plan }: ShownPlan,
): Promise<ReadonlyMap<string, string>> {
  const { messages } = session.terminal;
  const words = messages.delete;
  const { id, detail } = desktop;
  const known = new Map<string, string>();
  const devices = devicesOf([detail]);
  for (const item of listAt(plan, 'items').filter((each) => textAt(each, 'kind') === 'server'))
    known.set(
      textAt(item, 'id'),
      words.withId(
        words.serverIs(describeSize(detail, messages), describeStatus(detail, messages)),
        textAt(item, 'id'),
      ),
    );
  for (const item of listAt(plan, 'items')) {
    const snapshot = describeSnapshot(session.terminal, item, devices);
    if (snapshot !== undefined) known.set(textAt(item, 'id'), words.withId(snapshot, textAt(item, 'id')));
  }
  if (plan !== undefined) {
    const { body: networks } = await session.api.get(`/desktops/${id}/networks`);
    for (const network of listAt(networks, 'network_infos')) {
      const port = at(network, 'port_info');
      known.set(textAt(port, 'id'), words.port(textAt(port, 'ip_address'), textAt(port, 'id')));
    }
  }
  const system = at(detail, 'root_volume');
  for (const [volume, name] of [
    [system, words.systemDisk] as const,
    ...listAt(detail, 'data_volumes').map((each) => [each, words.dataDisk] as const),
  ]) {
    const disk = textAt(volume, 'volume_id');
    known.set(disk, words.withId(words.at(textAt(volume, 'device'), name(describeVolume(volume))), disk));
  }
  return known;
}

const groupStays =
  ({ marks }: Messages) =>
  (group: unknown): string =>
    marks.about(textAt(group, 'name'), textAt(group, 'reason'));

/** A plan counts every other desktop of the user; here those that go in the same call do not count. */
function fateOf({ terminal }: Session, user: unknown, plans: readonly ShownPlan[]): string {
  const { delete: words } = terminal.messages;
  const name = textAt(user, 'user_name');
  if (textAt(user, 'intent') === 'keep') return words.userStays(name);
  const id = textAt(user, 'id');
  const going = plans.filter(({ plan }) => listAt(plan, 'users').some((each) => textAt(each, 'id') === id));
  const others = (numberAt(user, 'other_desktops') ?? 0) - (going.length - 1);
  return others > 0 ? words.userHasOthers(name, others) : words.userGoes(name);
}

async function describeMail({ api, terminal }: Session, users: readonly unknown[]): Promise<string> {
  const { delete: words } = terminal.messages;
  const addresses: string[] = [];
  for (const user of users.filter((each) => textAt(each, 'mail') === 'sent')) {
    const { body } = await api.get(`/users/${encodeURIComponent(textAt(user, 'id'))}`);
    addresses.push(textAt(body, 'user_detail', 'user_email') || textAt(user, 'user_name'));
  }
  return addresses.length === 0 ? words.noMail : words.mailTo(addresses.join(terminal.messages.marks.list));
}
