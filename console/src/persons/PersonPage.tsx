import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { IdHeader } from '../layout/IdHeader';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { ErasePerson } from './ErasePerson';
import { PersonRecord } from './PersonRecord';
import { PersonState } from './PersonState';
import { nameOf } from './person';
import { SignedReport } from './SignedReport';

/** In milliseconds: while somebody looks at it. */
const readEvery = 10_000;

/** Everything on record about one desktop user, also when the user is gone. */
export function PersonPage(): ReactNode {
  const { t } = useTranslation('persons');
  const follow = useFollow();
  const userId = useParameter('userId');
  const mayErase = useMay('EraseUser');
  const [erasing, setErasing] = useState(false);
  const read = useRead('ShowPerson', { path: { user_id: userId } }, { every: readEvery });
  const person = read.data?.person;
  usePage(t('about', { name: person === undefined ? '' : nameOf(person) }), [
    { text: t('users'), href: '/console/users' },
    { text: t('persons'), href: '/console/persons' },
  ]);
  if (read.data === undefined || person === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert
        title={t('persons')}
        error={read.error}
        {...(read.error instanceof ServiceError && read.error.status === 404
          ? { header: t('unknown') }
          : { onRetry: () => void read.refetch() })}
      />
    );
  const time = (moment: string | null): string => (moment === null ? '–' : formatTime(moment));
  const whyNot = person.exists ? t('erase.exists') : t('mayNot');
  return (
    <SpaceBetween size="l">
      {read.error !== null && <ErrorAlert error={read.error} />}
      <IdHeader
        id={person.user_id}
        actions={
          <Button
            disabled={person.exists || !mayErase}
            disabledReason={whyNot}
            onClick={() => setErasing(true)}
          >
            {t('erase.open')}
          </Button>
        }
      >
        {t('about', { name: nameOf(person) })}
      </IdHeader>
      {person.erased_at !== null && <Alert type="info">{t('erased')}</Alert>}
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: t('status'), value: <PersonState person={person} /> },
            {
              label: t('name'),
              value: person.exists ? (
                <Link href={`/console/users/${person.user_id}`} onFollow={follow}>
                  {person.user_name}
                </Link>
              ) : (
                person.user_name || t('notOnRecord')
              ),
            },
            { label: t('email'), value: person.user_email || '–' },
            { label: t('phone'), value: person.user_phone || '–' },
            {
              label: t('userGroups'),
              value: read.data.user_groups.map(({ name }) => name).join(', ') || '–',
            },
            { label: t('note'), value: person.description || '–' },
            { label: t('created'), value: time(person.created_at) },
          ]}
        />
      </Container>
      <SignedReport userId={userId} name={nameOf(person)} />
      <PersonRecord record={read.data} />
      {erasing && <ErasePerson person={person} onClose={() => setErasing(false)} />}
    </SpaceBetween>
  );
}
