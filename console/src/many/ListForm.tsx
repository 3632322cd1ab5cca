import { readTable, TableError } from '@deskplane/server/tables/readTable.js';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import type { Details } from '../desktops/details';
import { MoreDetails } from '../desktops/MoreDetails';
import type { Offer } from '../desktops/useOffer';
import { ErrorAlert } from '../layout/ErrorAlert';
import { CheckedForm } from '../lists/CheckedForm';
import { FaultTable } from '../lists/FaultTable';
import { ListField } from '../lists/ListField';
import { checkList, type ListedRow } from './checkList';
import { listForm } from './listForm';
import { readKnown } from './readKnown';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly details: Details;
  readonly onDetails: (details: Details) => void;
  readonly offer: Offer;
  /** The list is right in every row. */
  readonly onPlanned: (rows: readonly ListedRow[]) => void;
}

/** The list, pasted or from a file, and what all of its desktops have in common. */
export function ListForm({ text, onText, details, onDetails, offer, onPlanned }: Props): ReactNode {
  const { t } = useTranslation('many');
  const projectId = useProjectId();
  const mayCreate = useMay('CreateDesktop');
  const check = useMutation({
    mutationFn: async () => {
      const table = readTable(text, listForm);
      const checked = checkList(table, await readKnown(projectId));
      return { ...checked, titles: table.titles };
    },
    onSuccess: ({ rows, faults }) => {
      if (faults.length === 0) onPlanned(rows);
    },
  });
  const failure = check.error instanceof TableError ? null : check.error;
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
      back="/console/desktops"
      isChecking={check.isPending}
      may={mayCreate}
      isReady={offer.product !== undefined}
      onCheck={() => check.mutate()}
    >
      {offer.error !== null && <ErrorAlert error={offer.error} />}
      <ListField
        label={t('onePerRow')}
        hint={t('listHint')}
        form={t('listForm')}
        example={t('example')}
        text={text}
        problem={check.error instanceof TableError ? check.error.problem : undefined}
        onText={(changed) => {
          if (check.data !== undefined || check.isError) check.reset();
          onText(changed);
        }}
      />
      {failure !== null && <ErrorAlert error={failure} />}
      {faults.length > 0 && <FaultTable faults={faults} hint={t('faultsHint')} />}
      <MoreDetails isForMany details={details} onChange={onDetails} offer={offer} />
    </CheckedForm>
  );
}
