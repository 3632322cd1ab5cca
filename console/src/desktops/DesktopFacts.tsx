import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import { DesktopStatus } from './DesktopStatus';
import { type Desktop, tagText } from './desktop';

export function DesktopFacts({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const { product } = desktop;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('status.title'), value: <DesktopStatus desktop={desktop} /> },
          {
            label: t('user'),
            value: desktop.attach_user_infos.map(({ user_name }) => user_name).join(', ') || t('none'),
          },
          { label: t('login.title'), value: t(`login.${desktop.login_status}`) },
          { label: t('protection'), value: desktop.deletion_protection ? t('on') : t('off') },
          {
            label: t('product'),
            value:
              product === null
                ? desktop.product_id
                : t('size', { cpu: product.cpu, memory: Number(product.memory) / 1024 }),
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
