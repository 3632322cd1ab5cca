import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { useSession } from '../session/session';
import { useReadMarked } from './readMarked';

interface Props {
  /** With the policy that lets him read everything and change nothing. */
  readonly auditor: boolean;
  readonly onClose: () => void;
}

/** The policy of the service that auditors have. */
const auditorPolicy = 'AuditorReadOnlyPolicy';

/** A new IAM user. He may do nothing until a policy is attached, on his page, which follows; but for an auditor, who has his already. */
export function CreateIamUser({ auditor, onClose }: Props): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const projectId = useProjectId();
  const { notify, complain } = useNotifications();
  const { account } = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const policies = useReadMarked('ListPoliciesV5', (answer) => answer.policies);
  const policy = policies.data?.find(
    ({ policy_name, policy_type }) => policy_name === auditorPolicy && policy_type === 'system',
  );
  const make = useChange('CreateUser', ['KeystoneListUsers', 'ListPoliciesV5']);
  const create = useMutation({
    mutationFn: async () => {
      const body = { user: { name, domain_id: account.id, ...(password === '' ? {} : { password }) } };
      const { user } = await make.mutateAsync({ body });
      if (auditor && policy !== undefined)
        // He is there even if this fails: his page says what he has not, and attaches it.
        await callOperation(projectId, 'AttachUserPolicyV5', {
          path: { policy_id: policy.policy_id },
          body: { user_id: user.id },
        }).catch(complain);
      return user;
    },
    onSuccess: ({ id }) => {
      notify({ type: 'success', text: t(auditor ? 'auditor.done' : 'create.done', { name }) });
      go(`/console/access/users/${id}`);
    },
  });
  const submit = (): void => {
    setTried(true);
    if (name === '' || (auditor && (password === '' || policy === undefined))) return;
    create.mutate();
  };
  return (
    <Dialog
      title={t(auditor ? 'auditor.title' : 'create.title')}
      action={t(auditor ? 'auditor.submit' : 'create.submit')}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending}
      disabled={auditor && policy === undefined}
    >
      <Box>{t(auditor ? 'auditor.hint' : 'create.hint')}</Box>
      {auditor && policies.error !== null && <ErrorAlert error={policies.error} />}
      <FormField label={t('name')} errorText={tried && name === '' ? t('create.nameFault') : ''}>
        <Input value={name} autoFocus autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField
        label={t('password')}
        description={t(auditor ? 'auditor.passwordHint' : 'create.passwordHint')}
        errorText={tried && auditor && password === '' ? t('auditor.passwordFault') : ''}
      >
        <Input
          type="password"
          value={password}
          autoComplete="new-password"
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
      {create.error !== null && <ErrorAlert error={create.error} header={t('create.failed')} />}
    </Dialog>
  );
}
