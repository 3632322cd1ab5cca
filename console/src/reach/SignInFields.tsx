import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type NewSignIn, signInFaults } from './newSignIn';
import { useReach } from './useReach';

interface Props {
  readonly signIn: NewSignIn;
  readonly onChange: (signIn: NewSignIn) => void;
  /** It was sent once: what is wrong is shown. */
  readonly tried: boolean;
}

/** How a new user gets a password: by mail, or from whoever creates the user. Says what a mail comes to where it cannot come. */
export function SignInFields({ signIn, onChange, tried }: Props): ReactNode {
  const { t } = useTranslation('reach');
  const faults = signInFaults(signIn);
  const isByMail = signIn.way === 'mail';
  const change = (part: Partial<NewSignIn>): void => onChange({ ...signIn, ...part });
  return (
    <SpaceBetween size="m">
      <FormField label={t('way.title')}>
        <RadioGroup
          value={signIn.way}
          items={(['mail', 'given'] as const).map((value) => ({
            value,
            label: t(`way.${value}`),
            description: t(`way.${value}Hint`),
          }))}
          onChange={({ detail }) => change({ way: detail.value === 'given' ? 'given' : 'mail' })}
        />
      </FormField>
      {isByMail && <NoMail />}
      <FormField
        label={isByMail ? t('email') : <Optional>{t('email')}</Optional>}
        description={t(isByMail ? 'emailHint' : 'emailOfGiven')}
        errorText={tried && faults.email !== undefined ? t(`fault.${faults.email}`) : ''}
      >
        <Input
          type="email"
          name="user_email"
          value={signIn.email}
          autoComplete={false}
          ariaRequired={isByMail}
          onChange={({ detail }) => change({ email: detail.value.trim() })}
        />
      </FormField>
      {!isByMail && (
        <SpaceBetween size="m">
          <FormField
            label={t('password')}
            constraintText={t('passwordForm')}
            errorText={tried && faults.password !== undefined ? t('fault.password') : ''}
          >
            <Input
              type="password"
              name="new_user_password"
              value={signIn.password}
              autoComplete="new-password"
              ariaRequired
              onChange={({ detail }) => change({ password: detail.value })}
            />
          </FormField>
          <Checkbox checked={signIn.changes} onChange={({ detail }) => change({ changes: detail.checked })}>
            {t('changes')}
          </Checkbox>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

/** A label of what may be left out. */
export function Optional({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation('reach');
  return (
    <>
      {children}{' '}
      <Box variant="span" fontWeight="normal" color="text-body-secondary">
        {t('optional')}
      </Box>
    </>
  );
}

/** That a mail with a link reaches nobody on this service, and why; nothing where it does. */
export function NoMail(): ReactNode {
  const { t } = useTranslation('reach');
  const reach = useReach();
  if (reach === undefined) return null;
  if (reach.deskUrl === undefined) return <Alert type="warning">{t('noMail.noLink')}</Alert>;
  return reach.keepsMails && <Alert type="warning">{t('noMail.kept')}</Alert>;
}
