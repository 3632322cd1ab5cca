import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';

export function MissingPage(): ReactNode {
  const { t } = useTranslation('layout');
  const follow = useFollow();
  usePage(t('noPage'));
  return (
    <Box textAlign="center" padding="xxl">
      <Box variant="h1">{t('noPage')}</Box>
      <Box variant="p" margin={{ bottom: 'l' }}>
        {t('noPageHint')}
      </Box>
      <Button href="/console" onFollow={follow}>
        {t('toStart')}
      </Button>
    </Box>
  );
}
