import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../layout/page';

const keys = ['tab', 'enter', 'arrows', 'escape'] as const;
const papers = ['start', 'deletion', 'configuration', 'api'] as const;

/** Where to read on. Nothing of it is on another host: the documentation comes with the service. */
export function HelpPage(): ReactNode {
  const { t } = useTranslation('help');
  usePage(t('title'));
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('intro')}>
        {t('title')}
      </Header>
      <Container header={<Header variant="h2">{t('keys.title')}</Header>}>
        <KeyValuePairs
          columns={2}
          items={keys.map((key) => ({ label: t(`keys.${key}.key`), value: t(`keys.${key}.does`) }))}
        />
      </Container>
      <Container header={<Header variant="h2">{t('papers.title')}</Header>}>
        <SpaceBetween size="m">
          <Box variant="p">{t('papers.where')}</Box>
          <KeyValuePairs
            columns={2}
            items={papers.map((paper) => ({
              label: t(`papers.${paper}.file`),
              value: t(`papers.${paper}.about`),
            }))}
          />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{t('programs.title')}</Header>}>
        <SpaceBetween size="s">
          <Box variant="p">{t('programs.hint')}</Box>
          <Link href="/openapi.json" external externalIconAriaLabel={t('newTab')}>
            {t('programs.document')}
          </Link>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
