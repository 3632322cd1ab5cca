import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { NoMail } from '../reach/SignInFields';
import type { CheckedUsers } from './checkUsers';
import { ImportProgress } from './ImportProgress';
import { UserRows } from './UserRows';
import { isMade, useCreateUsers } from './useCreateUsers';

interface Props {
  readonly planned: CheckedUsers;
  /** Back to the list; whether some may have been created. */
  readonly onBack: (isBegun: boolean) => void;
}

/** Who would be created of a list; once that is wanted, how it goes, row by row. */
export function PlannedUsers({ planned, onBack }: Props): ReactNode {
  const { t } = useTranslation('manyUsers');
  const follow = useFollow();
  const [isBegun, setBegun] = useState(false);
  const { rows, skipped, unread } = planned;
  const creation = useCreateUsers(rows);
  const { isRunning, states } = creation;
  const left = rows.filter(({ row }) => !isMade(states.get(row))).length;
  const isMailed = rows.some(
    ({ fields }) => fields.password === undefined && fields.user_email !== undefined,
  );
  const start = (): void => {
    setBegun(true);
    void creation.start();
  };
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={isBegun ? '' : t('previewHint')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {(!isBegun || (!isRunning && left > 0)) && (
              <Button onClick={() => onBack(isBegun)}>{t('back')}</Button>
            )}
            {isRunning && <Button onClick={creation.stop}>{t('stop')}</Button>}
            {isBegun && !isRunning && (
              <Button href="/console/users" onFollow={follow}>
                {t('toUsers')}
              </Button>
            )}
            {(!isBegun || isRunning || left > 0) && (
              <Button variant="primary" loading={isRunning} onClick={start}>
                {isBegun ? t('again', { count: left }) : t('submit', { count: rows.length })}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {t(isRunning ? 'running' : isBegun ? 'ended' : 'preview', { count: rows.length })}
      </Header>
      {creation.error !== undefined && <ErrorAlert error={creation.error} />}
      {!isBegun && unread.length > 0 && (
        <Alert type="info">{t('unread', { titles: unread.join(', ') })}</Alert>
      )}
      {isMailed && <NoMail />}
      {isBegun ? (
        <ImportProgress creation={creation} count={rows.length} />
      ) : (
        <Container>
          <KeyValuePairs
            columns={4}
            items={[
              { label: t('users'), value: String(rows.length) },
              {
                label: t('withPassword'),
                value: String(rows.filter(({ fields }) => fields.password !== undefined).length),
              },
              {
                label: t('byMail'),
                value: String(
                  rows.filter(
                    ({ fields }) => fields.password === undefined && fields.user_email !== undefined,
                  ).length,
                ),
              },
              { label: t('leftOut'), value: String(skipped) },
            ]}
          />
        </Container>
      )}
      <UserRows rows={rows} states={isBegun ? states : undefined} />
    </SpaceBetween>
  );
}
