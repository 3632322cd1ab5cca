import type { SampleCall } from '../sampleCall.js';
import { type BlockWriter, change, data, removal, resource } from './blocks.js';
import { type Argument, argumentsOf, Expression, fieldOf, hclBlock, listOf, textOf } from './hcl.js';

const desktop = 'workspace_desktop';
const idOf = ({ pathValues }: SampleCall): readonly unknown[] => [pathValues['desktop_id']];

/** Of desktops and their tags. */
export const desktopBlocks: Readonly<Record<string, BlockWriter>> = {
  CreateDesktop: ({ body }) => newDesktops(body),
  UpdateDesktop: (call) =>
    change(desktop, idOf(call), [['name', fieldOf(fieldOf(call.body, 'desktop'), 'computer_name')]]),
  // Destroying is the end of the same resource: what says how is part of it.
  DeleteDesktop: (call) => removal(desktop, idOf(call), flagsOf(call.query)),
  BatchDeleteDesktops: ({ body }) => removal(desktop, listOf(fieldOf(body, 'desktop_ids')), flagsOf(body)),
  BatchRunDesktops: ({ body }) =>
    change(desktop, listOf(fieldOf(body, 'desktop_ids')), [
      ['power_action', fieldOf(body, 'op_type')],
      ['power_action_type', fieldOf(body, 'type') ?? 'SOFT'],
    ]),
  CreateTag: (call) => change(desktop, idOf(call), tagsArgument([fieldOf(call.body, 'tag')])),
  BatchChangeTags: (call) =>
    fieldOf(call.body, 'action') === 'create'
      ? change(desktop, idOf(call), tagsArgument(listOf(fieldOf(call.body, 'tags'))))
      : undefined,
  AttachInstances: ({ body }) =>
    resource('workspace_desktop_user_batch_attach', [], listOf(fieldOf(body, 'desktops')).map(attachment)),
  ShowDesktopDetail: ({ pathValues }) =>
    data('workspace_desktops', [['desktop_id', pathValues['desktop_id']]]),
  ListDesktops: ({ query }) => data('workspace_desktops', desktopFilters(query)),
  ListDesktopsDetail: ({ query }) => data('workspace_desktops', desktopFilters(query)),
  ShowTagByDesktopId: ({ pathValues }) =>
    data('workspace_desktop_tags', [['desktop_id', pathValues['desktop_id']]]),
  ListDesktopsByTags: ({ body }) => data('workspace_desktop_tags_filter', ...tagFilters(body)),
  ListDesktopByTags: ({ body }) => data('workspace_desktop_tags_filter', ...tagFilters(body)),
  ShowRemoteConsoleAddress: ({ pathValues }) =>
    data('workspace_desktop_remote_console', [['desktop_id', pathValues['desktop_id']]]),
};

/** One resource for each desktop; undefined without users, as a resource has one. */
function newDesktops(order: unknown): string | undefined {
  const ordered = listOf(fieldOf(order, 'desktops'));
  if (ordered.length === 0 || ordered.some((each) => !fieldOf(each, 'user_name'))) return undefined;
  const vpc = fieldOf(order, 'vpc_id');
  return [
    ...(vpc === undefined || vpc === '' ? [data('workspace_service')] : []),
    ...ordered.map((each, index) =>
      resource(
        desktop,
        [
          ['flavor_id', fieldOf(order, 'product_id')],
          ['image_type', fieldOf(order, 'image_type') ?? 'gold'],
          ['image_id', fieldOf(order, 'image_id')],
          ['availability_zone', fieldOf(order, 'availability_zone')],
          ['vpc_id', vpc || new Expression('data.huaweicloud_workspace_service.this.vpc_id')],
          ['security_groups', listOf(fieldOf(order, 'security_groups')).map((group) => fieldOf(group, 'id'))],
          ['name', fieldOf(each, 'computer_name')],
          ['user_name', fieldOf(each, 'user_name')],
          ['user_email', fieldOf(each, 'user_email') || new Expression('""')],
          ['user_group', fieldOf(each, 'user_group') || 'default'],
          ['email_notification', fieldOf(order, 'email_notification')],
          ['enterprise_project_id', fieldOf(order, 'enterprise_project_id')],
          ...tagsArgument(listOf(fieldOf(order, 'tags'))),
        ],
        [
          ...listOf(fieldOf(order, 'nics')).map((nic) =>
            hclBlock('nic', [['network_id', fieldOf(nic, 'subnet_id')]]),
          ),
          volume('root_volume', fieldOf(order, 'root_volume')),
          ...listOf(fieldOf(order, 'data_volumes')).map((disk) => volume('data_volume', disk)),
        ],
        ordered.length === 1 ? 'this' : `this_${index + 1}`,
      ),
    ),
  ].join('\n\n');
}

const volume = (head: string, disk: unknown): string =>
  hclBlock(
    head,
    argumentsOf(disk, {
      type: 'type',
      size: 'size',
      iops: 'iops',
      throughput: 'throughput',
      kms_id: 'kms_id',
    }),
  );

const flagsOf = (flags: unknown): readonly string[] => [
  `In the resource: delete_user = ${fieldOf(flags, 'delete_users') === true}, email_notification = ${fieldOf(flags, 'email_notification') !== false}`,
];

function tagsArgument(tags: readonly unknown[]): readonly Argument[] {
  if (tags.length === 0) return [];
  const pairs = tags.map((tag) => [textOf(fieldOf(tag, 'key')), fieldOf(tag, 'value') ?? '']);
  return [['tags', Object.fromEntries(pairs)]];
}

function attachment(each: unknown): string {
  const listed = listOf(fieldOf(each, 'attach_user_infos'));
  return hclBlock(
    'desktops',
    [
      ...argumentsOf(each, {
        desktop_id: 'desktop_id',
        user_name: 'user_name',
        user_email: 'user_email',
        computer_name: 'computer_name',
      }),
      ['user_group', fieldOf(each, 'user_group') || 'default'],
    ],
    listed.map((user) =>
      hclBlock(
        'attach_user_infos',
        argumentsOf(user, {
          user_id: 'user_id',
          user_name: 'user_name',
          user_group: 'user_group',
          type: 'type',
        }),
      ),
    ),
  );
}

function desktopFilters(query: SampleCall['query']): readonly Argument[] {
  const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
  const text = (value: unknown): unknown => (typeof value === 'boolean' ? String(value) : value);
  return [
    ['desktop_id', first(query['desktop_id'])],
    ['name', query['computer_name']],
    ['user_name', first(query['user_name'])],
    ['fixed_ip', query['desktop_ip']],
    ['desktop_type', query['desktop_type']],
    ['status', query['status']],
    ['user_attached', text(query['user_attached'])],
    ['in_maintenance_mode', text(query['in_maintenance_mode'])],
    ['enterprise_project_id', query['enterprise_project_id']],
    ['image_id', query['image_id']],
    ['subnet_id', query['subnet_id']],
  ];
}

function tagFilters(body: unknown): [readonly Argument[], readonly string[]] {
  const tags = (['tags', 'tags_any', 'not_tags', 'not_tags_any'] as const).flatMap((name) =>
    listOf(fieldOf(body, name)).map((tag) =>
      hclBlock(name, [
        ['key', fieldOf(tag, 'key')],
        ['values', fieldOf(tag, 'values')],
      ]),
    ),
  );
  const matches = listOf(fieldOf(body, 'matches')).map((match) =>
    hclBlock('matches', argumentsOf(match, { key: 'key', value: 'value' })),
  );
  return [[['without_any_tag', fieldOf(body, 'without_any_tag')]], [...tags, ...matches]];
}
