import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { noSignIn, signInBody, signInFaults } from '../reach/newSignIn';
import { Optional } from '../reach/SignInFields';
import { useReach } from '../reach/useReach';
import { manyPath } from './desktop';
import { type Details, noDetails } from './details';
import { MoreDetails } from './MoreDetails';
import { NamePolicyField } from './NamePolicyField';
import { isDesktopName, isUserName, orderOf } from './order';
import { UserOfDesktop } from './UserOfDesktop';
import { useNamedUser } from './useNamedUser';
import { useOffer } from './useOffer';

/** A name and a user; all else is folded and has a default. */
export function CreateDesktopPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const follow = useFollow();
  const { notify } = useNotifications();
  usePage(t('new.title'), [{ text: t('desktops'), href: '/console/desktops' }]);
  const [name, setName] = useState('');
  const [policyId, setPolicyId] = useState('');
  const [user, setUser] = useState('');
  const [details, setDetails] = useState<Details>(noDetails);
  const [tried, setTried] = useState(false);
  const mayCreate = useMay('CreateDesktop');
  const [signIn, setSignIn] = useState(noSignIn);
  const named = useNamedUser(user);
  const reach = useReach();
  const createUser = useChange('CreateDesktopUser', ['ListUsers']);
  const create = useChange('CreateDesktop', ['ListDesktopsDetail', 'ListItaSubJobs', 'ListUsers']);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);

  const offer = useOffer(details);
  const { image, product } = offer;
  const isNamedByPolicy = policyId !== '';
  const nameFault = isNamedByPolicy || isDesktopName(name) ? undefined : t('new.nameFault');
  const userFault = user === '' || isUserName(user) ? undefined : t('new.userFault');

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (nameFault !== undefined || userFault !== undefined || isUnderWay.current) return;
    isUnderWay.current = true;
    order()
      // What went wrong is shown below.
      .catch(() => undefined)
      .finally(() => (isUnderWay.current = false));
  };
  const order = async (): Promise<void> => {
    if (image === undefined || product === undefined) return;
    const isNew = (await named.find()) === 'new';
    const faults = signInFaults(signIn);
    if (isNew && (faults.email !== undefined || faults.password !== undefined)) return;
    const isMailed = isNew && signIn.way === 'mail';
    // With a password of his own the user is there before the desktop; tried again, he is one who exists.
    if (isNew && !isMailed)
      await createUser.mutateAsync({ body: { user_name: user, ...signInBody(signIn) } });
    const desktop = {
      ...(isNamedByPolicy ? {} : { computer_name: name }),
      ...(user === ''
        ? {}
        : { user_name: user, user_group: usualGroup(details.isAdministrator, image.os_type) }),
      ...(isMailed ? { user_email: signIn.email } : {}),
    };
    const body = orderOf([desktop], details, image, product);
    await create.mutateAsync({
      body: isNamedByPolicy ? { ...body, desktop_name_policy_id: policyId } : body,
    });
    const canMail = reach === undefined || (reach.deskUrl !== undefined && !reach.keepsMails);
    const done = isNamedByPolicy ? t('new.doneByPolicy') : t('new.done', { name });
    if (!isMailed) notify({ type: 'success', text: done });
    else if (canMail)
      notify({ type: 'success', text: `${done} ${t('new.willMail', { email: signIn.email })}` });
    else notify({ type: 'warning', text: `${done} ${t('new.noMail', { name: user })}` });
    go('/console/desktops');
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
              loading={create.isPending || createUser.isPending}
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
              <NamePolicyField chosen={policyId} onChange={setPolicyId} />
              {!isNamedByPolicy && (
                <FormField
                  label={t('name')}
                  constraintText={t('new.nameForm')}
                  errorText={tried && nameFault !== undefined ? nameFault : ''}
                >
                  <Input
                    value={name}
                    autoFocus
                    name="name"
                    onChange={({ detail }) => setName(detail.value)}
                  />
                </FormField>
              )}
              <FormField
                label={<Optional>{t('user')}</Optional>}
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
              <UserOfDesktop user={named.user} signIn={signIn} onSignIn={setSignIn} tried={tried} />
            </SpaceBetween>
          </Container>
          <MoreDetails details={details} onChange={setDetails} offer={offer} />
          {createUser.error !== null && <ErrorAlert error={createUser.error} header={t('new.userFailed')} />}
          {create.error !== null && <ErrorAlert error={create.error} header={t('new.failed')} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
