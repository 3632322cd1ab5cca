import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import { readTable, TableError } from '@deskplane/server/tables/readTable.js';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { readWhole } from '../api/readAll';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { ExportFile } from '../layout/ExportFile';
import { CheckedForm } from '../lists/CheckedForm';
import { FaultTable } from '../lists/FaultTable';
import { ListField } from '../lists/ListField';
import { type CheckedUsers, checkUsers, usersForm } from './checkUsers';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Whether rows of users who exist are left out. */
  readonly skipsKnown: boolean;
  readonly onSkipsKnown: (skipsKnown: boolean) => void;
  /** The list is right in every row. */
  readonly onPlanned: (planned: CheckedUsers) => void;
}

/** A list of users, pasted or from a file, and what is wrong in it. */
export function UserListForm({ text, onText, skipsKnown, onSkipsKnown, onPlanned }: Props): ReactNode {
  const { t } = useTranslation('manyUsers');
  const projectId = useProjectId();
  const mayCreate = useMay('CreateDesktopUser');
  const mayTakeTemplate = useMay('ExportUsersTemplate');
  const check = useMutation({
    mutationFn: async () => {
      const table = readTable(text, usersForm);
      return { ...checkUsers(table, await readNames(projectId), skipsKnown), titles: table.titles };
    },
    onSuccess: (checked) => {
      if (checked.faults.length === 0 && checked.rows.length > 0) onPlanned(checked);
    },
  });
  const forget = (): void => {
    if (check.data !== undefined || check.isError) check.reset();
  };
  const faults = (check.data?.faults ?? []).map(({ row, field, kind, value, other }) => ({
    row,
    column: field === undefined ? undefined : (check.data?.titles[field] ?? t(`field.${field}`)),
    value,
    wrong: t(`fault.${kind}`, { other }),
  }));
  return (
    <CheckedForm
      title={t('title')}
      hint={t('hint')}
      back="/console/users"
      isChecking={check.isPending}
      may={mayCreate}
      isReady
      onCheck={() => check.mutate()}
    >
      <ListField
        label={t('onePerRow')}
        hint={t('listHint')}
        form={t('listForm')}
        example={t('example')}
        text={text}
        problem={check.error instanceof TableError ? check.error.problem : undefined}
        onText={(changed) => {
          forget();
          onText(changed);
        }}
      >
        <ExportFile
          name="template"
          variant="link"
          label={t('template.button')}
          hint={t('template.hint')}
          done={t('template.done')}
          may={mayTakeTemplate}
          read={(project) =>
            callOperation(project, 'ExportUsersTemplate', { query: { active_type: 'ADMIN_ACTIVATE' } })
          }
        />
        <Checkbox
          checked={skipsKnown}
          description={t('skipHint')}
          onChange={({ detail }) => {
            forget();
            onSkipsKnown(detail.checked);
          }}
        >
          {t('skip')}
        </Checkbox>
      </ListField>
      {check.error !== null && !(check.error instanceof TableError) && <ErrorAlert error={check.error} />}
      {faults.length > 0 && <FaultTable faults={faults} hint={t('faultsHint')} />}
      {faults.length === 0 && check.data?.rows.length === 0 && <Alert type="info">{t('nobody')}</Alert>}
    </CheckedForm>
  );
}

/** The names that are taken, in lower case. @throws {ServiceError} */
async function readNames(projectId: string): Promise<ReadonlySet<string>> {
  const { items } = await readWhole(projectId, 'ListUsers', 1_000, ({ users, total_count }) => ({
    items: users,
    total: total_count,
  }));
  return new Set(items.map(({ user_name }) => user_name.toLowerCase()));
}
