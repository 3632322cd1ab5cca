import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { usualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleUsers } from './desktop';
import { isUserName } from './order';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** As many names as are offered; any other one can be typed. */
const offered = 500;

/** Gives the desktop to one more user, who is created where an address is given and nobody is called so. */
export function AssignUser({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const projectId = useProjectId();
  const mayList = useMay('ListUsers');
  const users = useRead(
    'ListUsers',
    { query: { limit: String(offered), is_query_total_desktops: false } },
    { enabled: mayList },
  );
  const attach = useChange('AttachInstances', staleUsers);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [isAdministrator, setAdministrator] = useState(false);
  const [tried, setTried] = useState(false);
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const [refusal, setRefusal] = useState('');
  const fault = isUserName(name) ? '' : t('users.nameFault');

  const assign = async (): Promise<void> => {
    const user_group = usualGroup(isAdministrator, desktop.metadata['os_type'] ?? '');
    const user =
      email === ''
        ? { attach_user_infos: [{ user_name: name, user_group }] }
        : { user_name: name, user_email: email, user_group };
    const { job_id } = await attach.mutateAsync({
      body: { desktops: [{ desktop_id: desktop.desktop_id, ...user }] },
    });
    // The job is over with the answer, and says whether the desktop could be given.
    const { jobs } = await callOperation(projectId, 'ListItaSubJobs', { query: { job_id } });
    const failed = jobs.find(({ status }) => status === 'FAILED');
    if (failed !== undefined)
      return setRefusal([failed.fail_reason, failed.error_code].filter((each) => each !== null).join(' · '));
    notify({ type: 'success', text: t('users.assigned', { name: desktop.computer_name, user: name }) });
    onClose();
  };
  const submit = (): void => {
    setTried(true);
    if (fault !== '' || reading) return;
    setProblem(undefined);
    setRefusal('');
    setReading(true);
    assign()
      .catch((error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))))
      .finally(() => setReading(false));
  };
  return (
    <Dialog
      title={t('users.assignTo', { name: desktop.computer_name })}
      action={t('users.assign')}
      onAction={submit}
      onClose={onClose}
      pending={reading}
    >
      {problem !== undefined && <ErrorAlert error={problem} header={t('users.notAssigned')} />}
      {refusal !== '' && (
        <div role="alert">
          <Alert type="error" header={t('users.notAssigned')}>
            {refusal}
          </Alert>
        </div>
      )}
      <FormField label={t('user')} description={t('users.nameHint')} errorText={tried ? fault : ''}>
        <Autosuggest
          value={name}
          options={(users.data?.users ?? []).map(({ user_name }) => ({ value: user_name }))}
          enteredTextLabel={(text) => t('users.use', { text })}
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <FormField label={t('users.email')} description={t('users.emailHint')}>
        <Input
          type="email"
          value={email}
          autoComplete={false}
          onChange={({ detail }) => setEmail(detail.value)}
        />
      </FormField>
      <Checkbox
        checked={isAdministrator}
        description={t('new.administratorHint')}
        onChange={({ detail }) => setAdministrator(detail.checked)}
      >
        {t('new.administrator')}
      </Checkbox>
    </Dialog>
  );
}
