import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { type Details, MoreDetails, noDetails } from './MoreDetails';
import { fittingProducts, usualDiskSize } from './offer';

const nameForm = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?$/;
const userForm = /^(?:[a-zA-Z0-9]{1,32}|[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}[a-zA-Z0-9-])$/;

/** A name and a user; all else is folded and has a default. */
export function CreateDesktopPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const follow = useFollow();
  const { notify } = useNotifications();
  usePage(t('new.title'), [{ text: t('desktops'), href: '/console/desktops' }]);
  const images = useRead('ListImages', { query: { limit: 100 } });
  const products = useRead('ListProducts', { query: { limit: 100 } });
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [details, setDetails] = useState<Details>(noDetails);
  const [tried, setTried] = useState(false);
  const mayCreate = useMay('CreateDesktop');
  const create = useChange('CreateDesktop', ['ListDesktopsDetail', 'ListItaSubJobs', 'ListUsers']);

  const image = images.data?.images.find(({ id }) => id === details.imageId) ?? images.data?.images[0];
  const fitting = fittingProducts(products.data?.products ?? [], image);
  const product = fitting.find(({ product_id }) => product_id === details.productId) ?? fitting[0];
  const nameFault = nameForm.test(name) ? undefined : t('new.nameFault');
  const userFault = user === '' || userForm.test(user) ? undefined : t('new.userFault');
  const missing = images.error ?? products.error;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (nameFault !== undefined || userFault !== undefined || create.isPending) return;
    if (image === undefined || product === undefined) return;
    const type = 'SAS';
    create.mutate(
      {
        body: {
          desktop_type: 'DEDICATED',
          product_id: product.product_id,
          image_type: image.image_type === 'private' ? 'private' : 'gold',
          image_id: image.id,
          root_volume: { type, size: details.diskSize ?? usualDiskSize(product, image) },
          ...(details.dataDiskSize === undefined
            ? {}
            : { data_volumes: [{ type, size: details.dataDiskSize }] }),
          desktops: [
            {
              computer_name: name,
              ...(user === ''
                ? {}
                : { user_name: user, user_group: details.isAdministrator ? 'sudo' : 'default' }),
              ...(user === '' || details.email === '' ? {} : { user_email: details.email }),
            },
          ],
          ...(details.tags.length === 0 ? {} : { tags: [...details.tags] }),
          deletion_protection: details.isProtected,
        },
      },
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
          <Header variant="h1" description={t('new.hint')}>
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
          {missing !== null && <ErrorAlert error={missing} />}
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
          <MoreDetails
            details={details}
            onChange={setDetails}
            images={images.data?.images ?? []}
            image={image}
            products={fitting}
            product={product}
          />
          {create.error !== null && <ErrorAlert error={create.error} header={t('new.failed')} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
