import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { TFunction } from 'i18next';
import { formatAge, formatTime, readTime } from '../language/format';
import type { useFollow } from '../layout/follow';
import { DesktopStatus } from './DesktopStatus';
import { desktopPath, tagText } from './desktop';
import type { ListedDesktop } from './listed';

interface ColumnParts {
  readonly t: TFunction<'desktops'>;
  readonly follow: ReturnType<typeof useFollow>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const usualColumns = [
  'name',
  'status',
  'user',
  'product',
  'image',
  'address',
  'tags',
  'age',
  'protection',
];

export interface DesktopColumn extends TableProps.ColumnDefinition<ListedDesktop> {
  readonly id: string;
  readonly header: string;
}

/** `anna-2` before `anna-10`. */
export function byName(one: ListedDesktop, other: ListedDesktop): number {
  return one.name.localeCompare(other.name, undefined, { numeric: true });
}

/** All that the table can show, the name first. */
export function desktopColumns({ t, follow, now }: ColumnParts): readonly DesktopColumn[] {
  return [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      sortingField: 'name',
      sortingComparator: byName,
      minWidth: 110,
      cell: (desktop) => (
        <Link href={desktopPath(desktop.desktop_id)} onFollow={follow}>
          {desktop.computer_name}
        </Link>
      ),
    },
    {
      id: 'status',
      header: t('status.title'),
      sortingField: 'state',
      minWidth: 120,
      cell: (desktop) => <DesktopStatus desktop={desktop} />,
    },
    {
      id: 'user',
      header: t('user'),
      sortingField: 'user',
      cell: ({ user }) => user || t('none'),
    },
    {
      id: 'product',
      header: t('product'),
      sortingField: 'size',
      sortingComparator: (one, other) => one.size.localeCompare(other.size, undefined, { numeric: true }),
      cell: ({ size }) => size,
    },
    {
      id: 'image',
      header: t('image'),
      sortingField: 'image',
      // The long name of an image must not push the last columns out of sight.
      maxWidth: 150,
      cell: ({ image }) => <span title={image}>{image}</span>,
    },
    {
      id: 'address',
      header: t('address'),
      sortingField: 'address',
      sortingComparator: (one, other) =>
        one.address.localeCompare(other.address, undefined, { numeric: true }),
      cell: ({ address }) => address || t('none'),
    },
    {
      id: 'tags',
      header: t('tags'),
      sortingField: 'tag',
      cell: ({ tags }) =>
        tags.length === 0 ? (
          t('none')
        ) : (
          <SpaceBetween direction="horizontal" size="xxs">
            {tags.map((tag) => (
              <Badge key={tag.key}>{tagText(tag)}</Badge>
            ))}
          </SpaceBetween>
        ),
    },
    {
      id: 'age',
      header: t('created'),
      minWidth: 130,
      sortingComparator: (one, other) => readTime(one.created) - readTime(other.created),
      cell: ({ created }) => <span title={formatTime(created)}>{formatAge(created, now)}</span>,
    },
    {
      id: 'protection',
      header: t('protection'),
      sortingField: 'deletion_protection',
      cell: ({ deletion_protection }) => (deletion_protection ? t('on') : t('off')),
    },
    { id: 'id', header: 'ID', sortingField: 'desktop_id', cell: ({ desktop_id }) => desktop_id },
    {
      id: 'zone',
      header: t('zone'),
      sortingField: 'availability_zone',
      cell: ({ availability_zone }) => availability_zone,
    },
    {
      id: 'login',
      header: t('login.title'),
      sortingField: 'login_status',
      cell: ({ login_status }) => t(`login.${login_status}`),
    },
  ];
}
