import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { isDay, toDay, toExpiry } from './expiry';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onClose: () => void;
}

const switches = ['enable_change_password', 'next_login_change_password', 'password_never_expired'] as const;

/** Changes what the API lets be changed of a desktop user; sends only what is another than before. */
export function EditUser({ user, onClose }: Props): ReactNode {
  const { t } = useTranslation('users');
  const { notify } = useNotifications();
  const before = {
    description: user.description,
    user_email: user.user_email,
    user_phone: user.user_phone,
    expires: toDay(user.account_expires),
  };
  const [texts, setTexts] = useState(before);
  const [flags, setFlags] = useState(() => ({
    enable_change_password: user.enable_change_password,
    next_login_change_password: user.next_login_change_password,
    password_never_expired: user.password_never_expired,
  }));
  const [tried, setTried] = useState(false);
  const change = useChange('UpdateUserInfo', ['ListUsers', 'ListUserDetail', 'ShowPerson']);
  const isWrong = texts.expires !== '' && !isDay(texts.expires);
  const submit = (): void => {
    setTried(true);
    if (isWrong) return;
    const { expires, ...plain } = texts;
    const body = {
      ...Object.fromEntries(
        Object.entries(plain).filter(([name, value]) => Reflect.get(before, name) !== value),
      ),
      ...Object.fromEntries(
        switches.flatMap((name) => (flags[name] === user[name] ? [] : [[name, flags[name]]])),
      ),
      ...(expires === before.expires ? {} : { account_expires: toExpiry(expires) }),
    };
    if (Object.keys(body).length === 0) return onClose();
    change.mutate(
      { path: { user_id: user.id }, body },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('edit.done', { name: user.user_name }) });
          onClose();
        },
      },
    );
  };
  const field = (name: keyof typeof before, type: 'text' | 'email' = 'text'): ReactNode => (
    <Input
      type={type}
      value={texts[name]}
      autoComplete={false}
      onChange={({ detail }) => setTexts({ ...texts, [name]: detail.value })}
    />
  );
  return (
    <Dialog
      title={t('edit.title', { name: user.user_name })}
      action={t('edit.submit')}
      onAction={submit}
      onClose={onClose}
      pending={change.isPending}
    >
      <FormField label={t('email')}>{field('user_email', 'email')}</FormField>
      <FormField label={t('phone')}>{field('user_phone')}</FormField>
      <FormField label={t('note')}>{field('description')}</FormField>
      <FormField
        label={t('expires')}
        constraintText={t('edit.expiresHint')}
        errorText={tried && isWrong ? t('edit.expiresFault') : ''}
      >
        {field('expires')}
      </FormField>
      <SpaceBetween size="xs">
        {switches.map((name) => (
          <Checkbox
            key={name}
            checked={flags[name]}
            onChange={({ detail }) => setFlags({ ...flags, [name]: detail.checked })}
          >
            {t(`edit.${name}`)}
          </Checkbox>
        ))}
      </SpaceBetween>
      {change.error !== null && <ErrorAlert error={change.error} header={t('edit.failed')} />}
    </Dialog>
  );
}
