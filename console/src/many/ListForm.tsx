import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileInput from '@cloudscape-design/components/file-input';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { decodeText, readTable, TableError } from '@deskplane/server/tables/readTable.js';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import type { Details } from '../desktops/details';
import { MoreDetails } from '../desktops/MoreDetails';
import type { Offer } from '../desktops/useOffer';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { checkList, type ListedRow } from './checkList';
import { FaultTable } from './FaultTable';
import { listForm } from './listForm';
import { readKnown } from './readKnown';
import { useTableProblem } from './useTableProblem';

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
  const words = useTranslation('desktops').t;
  const follow = useFollow();
  const projectId = useProjectId();
  const mayCreate = useMay('CreateDesktop');
  const describe = useTableProblem();
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
  const load = useMutation({
    mutationFn: async (file: File) => decodeText(new Uint8Array(await file.arrayBuffer())),
    onMutate: () => check.reset(),
    onSuccess: onText,
  });
  const problem = [check.error, load.error].find((error) => error instanceof TableError);
  const failure = check.error instanceof TableError ? null : check.error;
  const faults = check.data?.faults ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!check.isPending && mayCreate) check.mutate();
      }}
    >
      <Form
        header={
          <Header variant="h1" description={t('hint')}>
            {t('title')}
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" href="/console/desktops" onFollow={follow}>
              {words('cancel')}
            </Button>
            <Button
              variant="primary"
              loading={check.isPending}
              disabled={offer.product === undefined || !mayCreate}
              {...(mayCreate ? {} : { disabledReason: words('mayNot') })}
            >
              {t('check')}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {offer.error !== null && <ErrorAlert error={offer.error} />}
          <Container
            header={
              <Header
                variant="h2"
                actions={
                  <FileInput
                    value={[]}
                    accept=".csv,.tsv,.txt,text/csv,text/plain"
                    onChange={({
                      detail: {
                        value: [file],
                      },
                    }) => {
                      if (file !== undefined) load.mutate(file);
                    }}
                  >
                    {t('file')}
                  </FileInput>
                }
              >
                {t('list')}
              </Header>
            }
          >
            <FormField
              stretch
              label={t('onePerRow')}
              description={t('listHint')}
              constraintText={t('listForm')}
              errorText={problem === undefined ? '' : describe(problem.problem)}
            >
              <Textarea
                value={text}
                rows={10}
                spellcheck={false}
                placeholder={t('example')}
                onChange={({ detail }) => {
                  if (check.data !== undefined || check.isError) check.reset();
                  onText(detail.value);
                }}
              />
            </FormField>
          </Container>
          {failure !== null && <ErrorAlert error={failure} />}
          {faults.length > 0 && <FaultTable faults={faults} titles={check.data?.titles ?? {}} />}
          <MoreDetails isForMany details={details} onChange={onDetails} offer={offer} />
        </SpaceBetween>
      </Form>
    </form>
  );
}
