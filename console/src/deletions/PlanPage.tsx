import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { deletionPath } from '../desktops/desktop';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { ConfirmDeletion, type Ended } from './ConfirmDeletion';
import { FlagChoices } from './FlagChoices';
import { PlannedDesktopPanel } from './PlannedDesktopPanel';
import { type PlannedDesktop, usePlans, usualFlags } from './plans';
import { RefusedDesktop } from './RefusedDesktop';

/** As many as a batch of the API: more plans than that nobody reads. */
const most = 100;

/** What deleting these desktops would do, and the button that does exactly that. */
export function PlanPage(): ReactNode {
  const { t } = useTranslation('deletions');
  const follow = useFollow();
  const go = useGo();
  const { notify } = useNotifications();
  const client = useQueryClient();
  const projectId = useProjectId();
  const search: object = useSearch({ strict: false });
  const listed: unknown = Reflect.get(search, 'desktops');
  const named = useMemo(() => readIds(listed), [listed]);
  const desktopIds = named.slice(0, most);
  const [flags, setFlags] = useState(usualFlags);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState<readonly Ended[]>([]);
  const plans = usePlans(desktopIds, flags);
  const title = t(desktopIds.length === 0 ? 'plan.noneTitle' : 'plan.title', { count: desktopIds.length });
  usePage(title, [{ text: t('desktops'), href: '/console/desktops' }]);
  const planned = plans.flatMap((each): PlannedDesktop[] =>
    each.planned === undefined ? [] : [each.planned],
  );
  const refused = plans.filter(({ error }) => error !== null);
  const isReading = plans.some(({ reading }) => reading);
  const isSimulated = planned.some(({ plan }) => plan.engine === 'simulated');

  const end = (ended: readonly Ended[]): void => {
    const failed = ended.filter(({ outcome }) => outcome.state !== 'accepted');
    const accepted = ended.filter((each) => !failed.includes(each));
    if (accepted.length > 0) notify({ type: 'success', text: t('accepted', { count: accepted.length }) });
    void client.invalidateQueries({ queryKey: [projectId, 'ListDesktopsDetail'] });
    setFailures(failed);
    const [only] = accepted;
    if (failed.length === 0 && only !== undefined)
      return go(accepted.length === 1 ? `/console/deletions/${only.desktopId}` : '/console/deletions');
    if (failed.some(({ outcome }) => outcome.state === 'changed'))
      notify({ type: 'warning', text: t('changed') });
    // What runs is no longer asked for; what has changed is read and confirmed again.
    if (accepted.length > 0) go(deletionPath(failed.map(({ desktopId }) => desktopId)));
    for (const { desktopId, readAgain } of plans)
      if (failed.some((each) => each.desktopId === desktopId)) void readAgain();
  };

  if (desktopIds.length === 0)
    return (
      <SpaceBetween size="l">
        <Header variant="h1">{title}</Header>
        <Alert
          action={
            <Button href="/console/desktops" onFollow={follow}>
              {t('desktops')}
            </Button>
          }
        >
          {t('plan.nothing')}
        </Alert>
      </SpaceBetween>
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('plan.description')}>
        {title}
      </Header>
      {isSimulated && <Alert type="info">{t('simulated')}</Alert>}
      <Container header={<Header variant="h2">{t('flag.title')}</Header>}>
        <FlagChoices flags={flags} disabled={busy} onChange={setFlags} />
      </Container>
      {named.length > desktopIds.length && (
        <Alert type="warning">{t('plan.most', { count: desktopIds.length, chosen: named.length })}</Alert>
      )}
      {failures.map(({ desktopId, name, outcome }) =>
        outcome.state === 'accepted' ? null : (
          <ErrorAlert
            key={desktopId}
            header={t(`outcome.${outcome.state}`, { name })}
            error={outcome.error}
          />
        ),
      )}
      {refused.map((each) => (
        <RefusedDesktop key={each.desktopId} refused={each} />
      ))}
      {planned.map((each) => (
        <PlannedDesktopPanel key={each.plan.digest} planned={each} expanded={desktopIds.length <= 3} />
      ))}
      {isReading && <Spinner size="large" />}
      {planned.length > 0 && !isReading && (
        <ConfirmDeletion
          // A plan that was read again is confirmed again.
          key={planned.map(({ desktop, plan }) => `${desktop.computer_name} ${plan.digest}`).join()}
          planned={planned}
          flags={flags}
          onBusy={setBusy}
          onEnd={end}
        />
      )}
    </SpaceBetween>
  );
}

function readIds(value: unknown): readonly string[] {
  const ids = typeof value === 'string' ? value.split(',') : [];
  return [...new Set(ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)))];
}
