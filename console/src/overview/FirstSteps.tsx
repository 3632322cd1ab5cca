import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { DeskAddress } from '../reach/DeskAddress';
import { useReach } from '../reach/useReach';

/** What to do where there is no desktop. */
export function FirstSteps(): ReactNode {
  const { t } = useTranslation('overview');
  const follow = useFollow();
  const mayCreate = useMay('CreateDesktop');
  const reach = useReach();
  const isReachMissing = reach !== undefined && (reach.deskUrl === undefined || reach.keepsMails);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            mayCreate && (
              <Button variant="primary" href="/console/desktops/create" onFollow={follow}>
                {t('first.create')}
              </Button>
            )
          }
        >
          {t('first.title')}
        </Header>
      }
    >
      <Box variant="p">{mayCreate ? t('first.now') : t('first.mayNot')}</Box>
      <ol>
        <li>
          {t('first.step.image')}{' '}
          <Link href="/console/images" onFollow={follow}>
            {t('first.images')}
          </Link>
        </li>
        {isReachMissing && <li>{t('first.step.reach')}</li>}
        <li>{t('first.step.create')}</li>
        <li>
          {t('first.step.signIn')} <DeskAddress />
        </li>
        <li>{t('first.step.screen')}</li>
        <li>{t('first.step.delete')}</li>
      </ol>
    </Container>
  );
}
