import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type Condition, conditionOf, type OwnDesktop, openPath, statusOf, useOperate } from './ownDesktops';

const signs: Readonly<Record<Condition, StatusIndicatorProps.Type>> = {
  on: 'success',
  off: 'stopped',
  busy: 'in-progress',
  broken: 'warning',
};

const operations = { stop: 'os-stop', restart: 'reboot' } as const;

/** A desktop: its name, what it is at, and what can be done with it now. */
export function DesktopCard({ desktop }: { readonly desktop: OwnDesktop }): ReactNode {
  const { t } = useTranslation('desk');
  const [asked, setAsked] = useState<keyof typeof operations>();
  const operate = useOperate(desktop.id);
  const condition = conditionOf(desktop);
  const name = desktop.computer_name;
  const waits = operate.isPending;
  return (
    <Container header={<Header variant="h2">{name}</Header>}>
      <SpaceBetween size="m">
        <div role="status">
          <StatusIndicator type={signs[condition]}>{t(`status.${statusOf(desktop)}`)}</StatusIndicator>
        </div>
        {condition === 'broken' && <Box variant="p">{t('desktops.askForHelp')}</Box>}
        {operate.error !== null && <ErrorAlert error={operate.error} header={t('operate.failed')} />}
        {asked !== undefined && condition === 'on' ? (
          <Alert type="warning" header={t(`operate.${asked}.question`, { name })}>
            <SpaceBetween size="s">
              {t('operate.saveFirst')}
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  onClick={() => {
                    setAsked(undefined);
                    operate.mutate(operations[asked]);
                  }}
                >
                  {t(`operate.${asked}.action`)}
                </Button>
                <Button variant="link" onClick={() => setAsked(undefined)}>
                  {t('cancel')}
                </Button>
              </SpaceBetween>
            </SpaceBetween>
          </Alert>
        ) : (
          <SpaceBetween direction="horizontal" size="xs">
            {condition !== 'broken' && (
              <Button
                variant="primary"
                href={openPath(desktop.id)}
                target="_blank"
                iconName="external"
                iconAlign="right"
                ariaLabel={t('open.label', { name })}
              >
                {t('open.action')}
              </Button>
            )}
            {condition === 'off' && (
              <Button loading={waits} onClick={() => operate.mutate('os-start')}>
                {t('operate.start.action')}
              </Button>
            )}
            {condition === 'on' && (
              <Button loading={waits} onClick={() => setAsked('restart')}>
                {t('operate.restart.action')}
              </Button>
            )}
            {condition === 'on' && (
              <Button loading={waits} onClick={() => setAsked('stop')}>
                {t('operate.stop.action')}
              </Button>
            )}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
