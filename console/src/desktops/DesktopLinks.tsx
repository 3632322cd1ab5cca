import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';

interface Named {
  readonly desktop_id: string;
  readonly computer_name: string;
}

const most = 5;

/** A few desktops with the way to each, and how many more there are. */
export function DesktopLinks({ desktops }: { readonly desktops: readonly Named[] }): ReactNode {
  const { t } = useTranslation('desktops');
  const follow = useFollow();
  if (desktops.length === 0) return '–';
  const sorted = desktops.toSorted((one, other) =>
    one.computer_name.localeCompare(other.computer_name, undefined, { numeric: true }),
  );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {sorted.slice(0, most).map(({ desktop_id, computer_name }) => (
        <Link key={desktop_id} href={`/console/desktops/${desktop_id}`} onFollow={follow}>
          {computer_name === '' ? desktop_id : computer_name}
        </Link>
      ))}
      {desktops.length > most && <span>{t('andMore', { count: desktops.length - most })}</span>}
    </SpaceBetween>
  );
}
