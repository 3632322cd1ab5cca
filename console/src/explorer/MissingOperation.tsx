import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';

/** For a link to an operation that this version has not. */
export function MissingOperation({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation('explorer');
  const follow = useFollow();
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{name}</Header>
      <Alert type="warning">
        {t('missing')}{' '}
        <Link href="/explorer" onFollow={follow}>
          {t('all')}
        </Link>
      </Alert>
    </SpaceBetween>
  );
}
