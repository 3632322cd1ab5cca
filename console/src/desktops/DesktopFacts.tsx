import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import { useFollow } from '../layout/follow';
import { DesktopStatus } from './DesktopStatus';
import { type Desktop, tagText } from './desktop';
import { sizeText } from './listed';

export function DesktopFacts({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const follow = useFollow();
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('status.title'), value: <DesktopStatus desktop={desktop} /> },
          {
            label: t('user'),
            value:
              desktop.attach_user_infos.length === 0 ? (
                t('none')
              ) : (
                <SpaceBetween direction="horizontal" size="xs">
                  {desktop.attach_user_infos.map(({ user_id, user_name, type }) =>
                    type === 'USER' ? (
                      <Link key={user_id} href={`/console/users/${user_id}`} onFollow={follow}>
                        {user_name}
                      </Link>
                    ) : (
                      <Link key={user_id} href={`/console/user-groups/${user_id}`} onFollow={follow}>
                        {user_name}
                      </Link>
                    ),
                  )}
                </SpaceBetween>
              ),
          },
          { label: t('login.title'), value: t(`login.${desktop.login_status}`) },
          { label: t('maintenance'), value: desktop.in_maintenance_mode ? t('on') : t('off') },
          { label: t('protection'), value: desktop.deletion_protection ? t('on') : t('off') },
          {
            label: t('product'),
            value: sizeText(desktop, t),
          },
          { label: t('image'), value: desktop.metadata['image_name'] },
          { label: t('created'), value: formatTime(desktop.created) },
          {
            label: t('tags'),
            value:
              desktop.tags.length === 0 ? (
                t('none')
              ) : (
                <SpaceBetween direction="horizontal" size="xxs">
                  {desktop.tags.map((tag) => (
                    <Badge key={tag.key}>{tagText(tag)}</Badge>
                  ))}
                </SpaceBetween>
              ),
          },
        ]}
      />
    </Container>
  );
}
