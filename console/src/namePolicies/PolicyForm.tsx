import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import {
  maxDigits,
  maxStartNumber,
  namePolicyNamePattern,
  namePrefixLength,
  namePrefixPattern,
} from '@deskplane/server/desktops/namePolicies/namePolicyFields.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type NamePolicy, stalePolicies } from './policy';

const nameForm = new RegExp(namePolicyNamePattern);
const prefixForm = new RegExp(namePrefixPattern);

interface Props {
  /** The policy to be changed; none: one is to be created. */
  readonly policy?: NamePolicy;
  readonly onClose: () => void;
}

/** Asks what names by a policy begin with, and how they are numbered. */
export function PolicyForm({ policy, onClose }: Props): ReactNode {
  const { t } = useTranslation('namePolicies');
  const { notify } = useNotifications();
  const [name, setName] = useState(policy?.policy_name ?? '');
  const [prefix, setPrefix] = useState(policy?.name_prefix ?? '');
  const [digits, setDigits] = useState(String(policy?.digit_number ?? 2));
  const [start, setStart] = useState(String(policy?.start_number ?? 1));
  const [eachUser, setEachUser] = useState(policy?.single_domain_user_inc === 1);
  const [isDefault, setDefault] = useState(policy?.is_default_policy ?? false);
  const [truncates, setTruncates] = useState(policy?.prefix_truncation_enabled ?? false);
  const [tried, setTried] = useState(false);
  const create = useChange('CreateDesktopNamePolicy', stalePolicies);
  const update = useChange('UpdateDesktopNamePolicy', stalePolicies);
  const isWrong = {
    name: !nameForm.test(name),
    prefix: prefix.length > namePrefixLength || !prefixForm.test(prefix),
    digits: !isWhole(digits, maxDigits),
    start: !isWhole(start, maxStartNumber),
  };
  const words = policy === undefined ? ('create' as const) : ('edit' as const);
  const error = create.error ?? update.error;
  const submit = (): void => {
    setTried(true);
    if (Object.values(isWrong).some(Boolean)) return;
    const body = {
      policy_name: name,
      name_prefix: prefix,
      digit_number: Number(digits),
      start_number: Number(start),
      single_domain_user_inc: eachUser ? 1 : 0,
      is_default_policy: isDefault,
      prefix_truncation_enabled: truncates,
    };
    const onSuccess = (): void => {
      notify({ type: 'success', text: t(`${words}.done`, { name }) });
      onClose();
    };
    if (policy === undefined) create.mutate({ body }, { onSuccess });
    else update.mutate({ path: { policy_id: policy.policy_id }, body }, { onSuccess });
  };
  const field = (
    id: keyof typeof isWrong,
    value: string,
    onChange: (value: string) => void,
    autoFocus = false,
  ): ReactNode => (
    <FormField
      label={t(id)}
      constraintText={t(`forms.${id}`)}
      errorText={tried && isWrong[id] ? t(`faults.${id}`) : ''}
    >
      <Input
        value={value}
        name={id}
        autoComplete={false}
        autoFocus={autoFocus}
        ariaRequired
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
  return (
    <Dialog
      title={policy === undefined ? t('create.title') : t('edit.title', { name: policy.policy_name })}
      action={t(`${words}.submit`)}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending || update.isPending}
    >
      {field('name', name, setName, true)}
      {field('prefix', prefix, setPrefix)}
      {field('digits', digits, setDigits)}
      {field('start', start, setStart)}
      <Checkbox checked={eachUser} onChange={({ detail }) => setEachUser(detail.checked)}>
        {t('choices.eachUser')}
      </Checkbox>
      <Checkbox checked={truncates} onChange={({ detail }) => setTruncates(detail.checked)}>
        {t('choices.truncates')}
      </Checkbox>
      <Checkbox checked={isDefault} onChange={({ detail }) => setDefault(detail.checked)}>
        {t('choices.default')}
      </Checkbox>
      {error !== null && <ErrorAlert error={error} header={t(`${words}.failed`)} />}
    </Dialog>
  );
}

const isWhole = (text: string, most: number): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= most;
