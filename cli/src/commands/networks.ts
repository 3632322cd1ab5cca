import { at, listAt, textAt } from '../api/json.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import {
  agreeToDelete,
  changesOf,
  deleteThings,
  findThing,
  listThings,
  networkPath,
  sayThing,
} from '../networks/networkService.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane network list`. */
export async function listNetworks(session: Session): Promise<void> {
  const [networks, subnets] = [await listThings(session, 'vpcs'), await listThings(session, 'subnets')];
  if (session.json) return sayJson(session, { vpcs: networks.map(({ detail }) => detail) });
  const { terminal } = session;
  const { name, range, subnets: count, description, id } = terminal.messages.network.titles;
  const rows = networks.map((network) => [
    network.name,
    textAt(network.detail, 'cidr'),
    String(subnets.filter(({ detail }) => textAt(detail, 'vpc_id') === network.id).length),
    textAt(network.detail, 'description'),
    network.id,
  ]);
  terminal.say(formatTable([name, range, count, description, id], rows, terminal.columns));
}

export interface NetworkFields {
  readonly name?: string | undefined;
  readonly cidr?: string | undefined;
  readonly description?: string | undefined;
}

/** `deskplane network create`. */
export async function createNetwork(session: Session, fields: NetworkFields): Promise<void> {
  const { body } = await session.api.postService(networkPath(session, 'vpcs'), {
    vpc: changesOf(session, { ...fields }),
  });
  sayThing(session, at(body, 'vpc'), session.terminal.messages.network.created);
}

/** `deskplane network edit`. */
export async function editNetwork(session: Session, word: string, fields: NetworkFields): Promise<void> {
  const vpc = changesOf(session, { ...fields });
  const { id } = await findThing(session, 'vpcs', word);
  const { body } = await session.api.putService(networkPath(session, `vpcs/${id}`), { vpc });
  sayThing(session, at(body, 'vpc'), session.terminal.messages.network.changed);
}

/** `deskplane network delete`. */
export async function deleteNetworks(
  session: Session,
  words: readonly string[],
  yes: boolean,
): Promise<ExitCode> {
  const found = [];
  for (const word of words) found.push(await findThing(session, 'vpcs', word));
  await agreeToDelete(session, found, yes);
  return deleteThings(session, found, ({ id }) => `vpcs/${id}`);
}

/** `deskplane subnet list`. */
export async function listSubnets(session: Session, network: string | undefined): Promise<void> {
  const networks = await listThings(session, 'vpcs');
  const within = network === undefined ? undefined : await findThing(session, 'vpcs', network);
  const subnets = await listThings(session, 'subnets', within === undefined ? {} : { vpc_id: within.id });
  if (session.json) return sayJson(session, { subnets: subnets.map(({ detail }) => detail) });
  const { terminal } = session;
  const { titles, noSubnets } = terminal.messages.network;
  if (subnets.length === 0) return terminal.note(noSubnets);
  const rows = subnets.map(({ id, name, detail }) => [
    name,
    networks.find((each) => each.id === textAt(detail, 'vpc_id'))?.name ?? textAt(detail, 'vpc_id'),
    textAt(detail, 'cidr'),
    textAt(detail, 'gateway_ip'),
    listAt(detail, 'dnsList').map(String).join(', '),
    textAt(detail, 'cidr_v6'),
    textAt(detail, 'available_ip_address_count'),
    id,
  ]);
  const { name, network: of, range, gateway, dns, ipv6, free, id } = titles;
  terminal.say(formatTable([name, of, range, gateway, dns, ipv6, free, id], rows, terminal.columns));
}

export interface SubnetFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Empty: nothing is said of them; one empty text: none. */
  readonly dns: readonly string[];
  readonly ipv6?: true | undefined;
}

export interface NewSubnetFields extends SubnetFields {
  readonly network: string;
  readonly cidr: string;
  readonly gateway?: string | undefined;
}

/** `deskplane subnet create`. */
export async function createSubnet(session: Session, fields: NewSubnetFields): Promise<void> {
  const { id } = await findThing(session, 'vpcs', fields.network);
  const { body } = await session.api.postService(networkPath(session, 'subnets'), {
    subnet: {
      vpc_id: id,
      cidr: fields.cidr,
      gateway_ip: fields.gateway ?? firstAddressOf(session, fields.cidr),
      ...changesOf(session, settingsOf(fields)),
    },
  });
  sayThing(session, at(body, 'subnet'), session.terminal.messages.network.created);
}

/** `deskplane subnet edit`. */
export async function editSubnet(session: Session, word: string, fields: SubnetFields): Promise<void> {
  const subnet = changesOf(session, settingsOf(fields));
  const { id, name, detail } = await findThing(session, 'subnets', word);
  const path = `vpcs/${textAt(detail, 'vpc_id')}/subnets/${id}`;
  await session.api.putService(networkPath(session, path), { subnet });
  sayThing(session, { id, name: fields.name ?? name }, session.terminal.messages.network.changed);
}

/** `deskplane subnet delete`. */
export async function deleteSubnets(
  session: Session,
  words: readonly string[],
  yes: boolean,
): Promise<ExitCode> {
  const found = [];
  for (const word of words) found.push(await findThing(session, 'subnets', word));
  await agreeToDelete(session, found, yes);
  return deleteThings(session, found, ({ id, detail }) => `vpcs/${textAt(detail, 'vpc_id')}/subnets/${id}`);
}

function settingsOf({ name, description, dns, ipv6 }: SubnetFields): Record<string, unknown> {
  return {
    name,
    description,
    dnsList: dns.length === 0 ? undefined : dns.filter((server) => server !== ''),
    ipv6_enable: ipv6,
  };
}

/** The usual gateway. */
function firstAddressOf({ terminal }: Session, cidr: string): string {
  const [, head, last] = /^((?:\d{1,3}\.){3})(\d{1,3})\/\d{1,2}$/.exec(cidr) ?? [];
  if (head === undefined || last === undefined)
    throw new Failure(exitCodes.usage, terminal.messages.network.badRange(cidr));
  return `${head}${Number(last) + 1}`;
}
