import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { manyPath } from './desktop';
import { type Details, noDetails } from './details';
import { MoreDetails } from './MoreDetails';
import { groupOf, isDesktopName, isUserName, orderOf } from './order';
import { useOffer } from './useOffer';

/** A name and a user; all else is folded and has a default. */
export function CreateDesktopPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const follow = useFollow();
  const { notify } = useNotifications();
  usePage(t('new.title'), [{ text: t('desktops'), href: '/console/desktops' }]);
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [details, setDetails] = useState<Details>(noDetails);
  const [tried, setTried] = useState(false);
  const mayCreate = useMay('CreateDesktop');
  const create = useChange('CreateDesktop', ['ListDesktopsDetail', 'ListItaSubJobs', 'ListUsers']);

  const offer = useOffer(details);
  const { image, product } = offer;
  const nameFault = isDesktopName(name) ? undefined : t('new.nameFault');
  const userFault = user === '' || isUserName(user) ? undefined : t('new.userFault');

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (nameFault !== undefined || userFault !== undefined || create.isPending) return;
    if (image === undefined || product === undefined) return;
    const desktop = {
      computer_name: name,
      ...(user === '' ? {} : { user_name: user, user_group: groupOf(details.isAdministrator) }),
      ...(user === '' || details.email === '' ? {} : { user_email: details.email }),
    };
    create.mutate(
      { body: orderOf([desktop], details, image, product) },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('new.done', { name }) });
          go('/console/desktops');
        },
      },
    );
  };

  return (
    <form onSubmit={submit}>
      <Form
        header={
          <Header
            variant="h1"
            description={t('new.hint')}
            actions={
              <Button formAction="none" href={manyPath} onFollow={follow}>
                {t('many.open')}
              </Button>
            }
          >
            {t('new.title')}
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" href="/console/desktops" onFollow={follow}>
              {t('cancel')}
            </Button>
            <Button
              variant="primary"
              loading={create.isPending}
              disabled={product === undefined || !mayCreate}
              {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
            >
              {t('new.submit')}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {offer.error !== null && <ErrorAlert error={offer.error} />}
          <Container>
            <SpaceBetween size="l">
              <FormField
                label={t('name')}
                constraintText={t('new.nameForm')}
                errorText={tried && nameFault !== undefined ? nameFault : ''}
              >
                <Input value={name} autoFocus name="name" onChange={({ detail }) => setName(detail.value)} />
              </FormField>
              <FormField
                label={t('user')}
                description={t('new.userHint')}
                errorText={tried && userFault !== undefined ? userFault : ''}
              >
                <Input
                  value={user}
                  name="user"
                  autoComplete={false}
                  onChange={({ detail }) => setUser(detail.value)}
                />
              </FormField>
            </SpaceBetween>
          </Container>
          <MoreDetails details={details} onChange={setDetails} offer={offer} />
          {create.error !== null && <ErrorAlert error={create.error} header={t('new.failed')} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
