import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryField } from '../layout/EntryForm';

interface Props {
  /** Both fields alike, otherwise nothing. */
  readonly onChange: (password: string | undefined) => void;
  readonly autoFocus?: boolean;
}

/** The two fields that take a new password. */
export function NewPassword({ onChange, autoFocus = false }: Props): ReactNode {
  const { t } = useTranslation('desk');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const tell = (first: string, second: string): void =>
    onChange(first !== '' && first === second ? first : undefined);
  return (
    <>
      <EntryField
        label={t('password.new')}
        rules={t('password.rules')}
        name="new"
        type="password"
        autoComplete="new-password"
        autoFocus={autoFocus}
        value={password}
        onChange={(value) => {
          setPassword(value);
          tell(value, again);
        }}
      />
      <EntryField
        label={t('password.again')}
        fault={again !== '' && again !== password ? t('password.differs') : ''}
        name="again"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={(value) => {
          setAgain(value);
          tell(password, value);
        }}
      />
    </>
  );
}
