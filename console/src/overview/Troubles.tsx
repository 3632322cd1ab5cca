import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { DesktopLinks } from '../desktops/DesktopLinks';
import { type Desktop, shownStatus } from '../desktops/desktop';
import { useFollow } from '../layout/follow';

/** What else needs somebody: desktops that could not be made, mails that cannot be delivered. Nothing where there is none. */
export function Troubles({ desktops }: { readonly desktops: readonly Desktop[] }): ReactNode {
  const { t } = useTranslation('overview');
  const follow = useFollow();
  const mayMails = useMay('ListMails');
  const mails = useRead(
    'ListMails',
    { query: { state: ['undeliverable'], limit: 1 } },
    { every: 30_000, enabled: mayMails },
  );
  const failed = desktops.filter((desktop) => shownStatus(desktop) === 'failed');
  const undeliverable = mails.data?.total_count ?? 0;
  const reason = mails.data?.mails[0]?.last_error;
  if (failed.length === 0 && undeliverable === 0) return null;
  return (
    <Alert type="warning" header={t('trouble.title')}>
      <SpaceBetween size="xs">
        {failed.length > 0 && (
          <div>
            {t('trouble.failed', { count: failed.length })}
            <DesktopLinks desktops={failed} />
          </div>
        )}
        {undeliverable > 0 && (
          <div>
            <Link href="/console/mails" onFollow={follow}>
              {t('trouble.mails', { count: undeliverable })}
            </Link>
            {reason !== undefined && reason !== null && ` ${reason}`}
          </div>
        )}
      </SpaceBetween>
    </Alert>
  );
}
