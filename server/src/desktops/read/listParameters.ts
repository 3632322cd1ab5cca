import { type Static, Type } from 'typebox';
import { DesktopIdText } from '../../http/schemas/ids.js';
import { paging } from '../../http/schemas/paging.js';
import { Filter } from '../../http/schemas/text.js';
import { oneOf } from '../../http/schemas/values.js';
import type { DesktopFilter } from './desktopFilter.js';
import type { DesktopPage } from './listDesktops.js';

const Names = Type.Array(Type.String({ maxLength: 6500 }), { maxItems: 100 });
const DesktopIds = Type.Array(DesktopIdText, { maxItems: 100 });
/** `k1=v1,k2=v2`: all of them. */
const TagList = Type.String({ maxLength: 4000 });

const EnterpriseProject = Type.Optional(Type.String({ maxLength: 36 }));

/** Query of ListDesktops (docs/reference/desktops.md#lists). */
export const ListDesktopsQuery = Type.Object({
  user_name: Type.Optional(Names),
  computer_name: Filter,
  desktop_ip: Filter,
  ...paging({ max: 1000 }),
  pool_id: Filter,
  enterprise_project_id: EnterpriseProject,
  desktop_type: Filter,
  is_share_desktop: Type.Optional(Type.Boolean()),
  subnet_id: Filter,
  status: Filter,
  desktop_id: Type.Optional(DesktopIds),
  tag: Type.Optional(TagList),
});

/** Query of ListDesktopsDetail (docs/reference/desktops.md#lists). */
export const ListDesktopsDetailQuery = Type.Object({
  status: Filter,
  user_name: Filter,
  user_names: Type.Optional(Names),
  sort_field: Type.Optional(oneOf(['created', 'computer_name'])),
  sort_type: Type.Optional(oneOf(['ASC', 'DESC'])),
  computer_name: Filter,
  computer_names: Type.Optional(Names),
  desktop_ip: Filter,
  ...paging({ max: 1000 }),
  desktop_id: Type.Optional(DesktopIds),
  desktop_type: Filter,
  tag: Type.Optional(TagList),
  pool_id: Filter,
  user_attached: Type.Optional(Type.Boolean()),
  enterprise_project_id: EnterpriseProject,
  image_id: Filter,
  charge_mode: Filter,
  in_maintenance_mode: Type.Optional(Type.Boolean()),
  is_share_desktop: Type.Optional(Type.Boolean()),
  subnet_id: Filter,
  is_support_internet: Type.Optional(Type.Boolean()),
  availability_zone: Filter,
});

/** Query of ListDesktopsConnectStatus (docs/reference/desktops.md#connections). */
export const ListConnectStatusQuery = Type.Object({
  user_names: Type.Optional(Names),
  connect_status: Filter,
  ...paging({ max: 1000, usual: 100, furthest: 100_000 }),
});

/** What ListDesktops was asked for. */
export function readListQuery(query: Static<typeof ListDesktopsQuery>): [DesktopFilter, DesktopPage] {
  return [
    {
      userNamesLike: listed(query.user_name),
      computerNames: alone(query.computer_name),
      impossible: text(query.pool_id) !== undefined,
      ...common(query),
    },
    oldestFirst(query),
  ];
}

/** What ListDesktopsDetail was asked for. */
export function readDetailQuery(query: Static<typeof ListDesktopsDetailQuery>): [DesktopFilter, DesktopPage] {
  const userNames = listed(query.user_names);
  return [
    {
      userNames,
      userNamesLike: userNames === undefined ? alone(query.user_name) : undefined,
      computerNames: listed(query.computer_names) ?? alone(query.computer_name),
      hasUsers: query.user_attached,
      imageId: text(query.image_id),
      availabilityZone: text(query.availability_zone),
      inMaintenance: query.in_maintenance_mode,
      // every desktop is paid per use, outside pools and without a way to the internet
      impossible:
        text(query.pool_id) !== undefined ||
        (text(query.charge_mode) ?? '1') !== '1' ||
        query.is_support_internet === true,
      ...common(query),
    },
    {
      ...oldestFirst(query),
      sortField: query.sort_field ?? 'created',
      descending: query.sort_type === 'DESC',
    },
  ];
}

/** What ListDesktopsConnectStatus was asked for. */
export function readConnectQuery(query: Static<typeof ListConnectStatusQuery>): [DesktopFilter, DesktopPage] {
  return [
    { userNames: listed(query.user_names), loginStatus: text(query.connect_status) },
    oldestFirst(query),
  ];
}

function oldestFirst({ offset, limit }: Pick<DesktopPage, 'offset' | 'limit'>): DesktopPage {
  return { offset, limit, sortField: 'created', descending: false };
}

type CommonQuery = Pick<
  Static<typeof ListDesktopsQuery>,
  | 'desktop_ip'
  | 'desktop_id'
  | 'desktop_type'
  | 'enterprise_project_id'
  | 'is_share_desktop'
  | 'status'
  | 'subnet_id'
  | 'tag'
>;

function common(query: CommonQuery): DesktopFilter {
  const enterpriseProjectId = text(query.enterprise_project_id);
  return {
    address: text(query.desktop_ip),
    desktopIds: query.desktop_id,
    desktopTypes: listed(alone(query.desktop_type)),
    enterpriseProjectId: enterpriseProjectId === 'all_granted_eps' ? undefined : enterpriseProjectId,
    shared: query.is_share_desktop,
    status: text(query.status),
    subnetId: text(query.subnet_id),
    tags: listed(alone(query.tag)),
  };
}

function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function alone(value: string | undefined): string[] | undefined {
  return value === undefined || value === '' ? undefined : [value];
}

/** The values of a repeated key; clients that know no repetition separate them by commas. */
function listed(values: readonly string[] | undefined): string[] | undefined {
  const parts = (values ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  return parts.length === 0 ? undefined : parts;
}
