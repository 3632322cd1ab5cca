import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { ConfirmDeletion } from './ConfirmDeletion';
import { FlagChoices } from './FlagChoices';
import { PlannedDesktopPanel } from './PlannedDesktopPanel';
import { noFlags, type PlannedDesktop, usePlans } from './plans';

/** What deleting these desktops would do, and the button that does exactly that. */
export function PlanPage(): ReactNode {
  const { t } = useTranslation('deletions');
  const follow = useFollow();
  const search: object = useSearch({ strict: false });
  const named: unknown = Reflect.get(search, 'desktops');
  const desktopIds = useMemo(() => readIds(named), [named]);
  const [flags, setFlags] = useState(noFlags);
  const [busy, setBusy] = useState(false);
  const plans = usePlans(desktopIds, flags);
  usePage(t('plan.title', { count: desktopIds.length }), [
    { text: t('desktops'), href: '/console/desktops' },
  ]);
  const planned = plans.flatMap((each): PlannedDesktop[] =>
    each.planned === undefined ? [] : [each.planned],
  );
  const refused = plans.filter(({ error }) => error !== null);
  const isReading = plans.some(({ reading }) => reading);
  const isSimulated = planned.some(({ plan }) => plan.engine === 'simulated');

  if (desktopIds.length === 0)
    return (
      <Alert
        action={
          <Button href="/console/desktops" onFollow={follow}>
            {t('desktops')}
          </Button>
        }
      >
        {t('plan.nothing')}
      </Alert>
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('plan.description')}>
        {t('plan.title', { count: desktopIds.length })}
      </Header>
      {isSimulated && <Alert type="info">{t('simulated')}</Alert>}
      <Container header={<Header variant="h2">{t('flag.title')}</Header>}>
        <FlagChoices flags={flags} disabled={busy} onChange={setFlags} />
      </Container>
      {refused.map(({ desktopId, error, readAgain }) =>
        error === null ? null : (
          <ErrorAlert
            key={desktopId}
            header={t('plan.refused', { desktop: desktopId })}
            error={error}
            onRetry={() => void readAgain()}
          />
        ),
      )}
      {planned.map((each) => (
        <PlannedDesktopPanel key={each.plan.digest} planned={each} expanded={desktopIds.length <= 3} />
      ))}
      {isReading && <Spinner size="large" />}
      {planned.length > 0 && !isReading && (
        <ConfirmDeletion
          // A plan that was read again is confirmed again.
          key={planned.map(({ plan }) => plan.digest).join()}
          planned={planned}
          flags={flags}
          onBusy={setBusy}
          onChanged={() => plans.forEach(({ readAgain }) => void readAgain())}
        />
      )}
    </SpaceBetween>
  );
}

function readIds(value: unknown): readonly string[] {
  const ids = typeof value === 'string' ? value.split(',') : [];
  return [...new Set(ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)))].slice(0, 100);
}
