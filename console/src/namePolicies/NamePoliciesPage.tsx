import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { Records } from '../layout/Records';
import { DeletePolicy } from './DeletePolicy';
import { PolicyForm } from './PolicyForm';
import { type NamePolicy, policiesAtOnce, policiesIn } from './policy';

type Doing = { readonly what: 'create' } | { readonly what: 'edit' | 'delete'; readonly policy: NamePolicy };

/** All policies of the project that name new desktops. */
export function NamePoliciesPage(): ReactNode {
  const { t } = useTranslation('namePolicies');
  const mayCreate = useMay('CreateDesktopNamePolicy');
  const mayEdit = useMay('UpdateDesktopNamePolicy');
  const mayDelete = useMay('BatchDeleteDesktopNamePolicy');
  const [doing, setDoing] = useState<Doing>();
  usePage(t('policies'), [{ text: t('desktops'), href: '/console/desktops' }]);
  const read = useReadAll('ListDesktopNamePolicy', policiesAtOnce, policiesIn);
  const close = (): void => setDoing(undefined);
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={t('description')}
        actions={
          <Button
            variant="primary"
            disabled={!mayCreate}
            disabledReason={t('mayNot')}
            onClick={() => setDoing({ what: 'create' })}
          >
            {t('create.open')}
          </Button>
        }
      >
        {t('policies')}
      </Header>
      {read.error !== null && <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Spinner size="large" />}
      {read.data !== undefined && (
        <Container>
          <Records
            label={t('policies')}
            entries={read.data.items}
            idOf={({ policy_id }) => policy_id}
            empty={t('none')}
            columns={[
              { id: 'name', header: t('name'), cell: ({ policy_name }) => policy_name },
              { id: 'example', header: t('example'), cell: exampleOf },
              {
                id: 'numbers',
                header: t('numbers'),
                cell: ({ single_domain_user_inc: each }) => t(each === 1 ? 'eachUser' : 'together'),
              },
              {
                id: 'default',
                header: t('default'),
                cell: ({ is_default_policy: is }) => t(is ? 'yes' : 'no'),
              },
              {
                id: 'change',
                header: t('change'),
                cell: (policy) => (
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button
                      variant="inline-link"
                      ariaLabel={t('edit.openNamed', { name: policy.policy_name })}
                      disabled={!mayEdit}
                      disabledReason={t('mayNot')}
                      onClick={() => setDoing({ what: 'edit', policy })}
                    >
                      {t('edit.open')}
                    </Button>
                    <Button
                      variant="inline-link"
                      ariaLabel={t('delete.openNamed', { name: policy.policy_name })}
                      disabled={!mayDelete}
                      disabledReason={t('mayNot')}
                      onClick={() => setDoing({ what: 'delete', policy })}
                    >
                      {t('delete.open')}
                    </Button>
                  </SpaceBetween>
                ),
              },
            ]}
          />
        </Container>
      )}
      {doing?.what === 'create' && <PolicyForm onClose={close} />}
      {doing?.what === 'edit' && <PolicyForm policy={doing.policy} onClose={close} />}
      {doing?.what === 'delete' && <DeletePolicy policy={doing.policy} onClose={close} />}
    </SpaceBetween>
  );
}

/** The first name by it. */
function exampleOf({ name_prefix: prefix, digit_number: digits, start_number: start }: NamePolicy): string {
  return `${prefix}${String(start).padStart(digits, '0')}`;
}
