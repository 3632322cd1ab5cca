import Container from '@cloudscape-design/components/container';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import {
  decodeText,
  requireTableSize,
  TableError,
  type TableProblem,
} from '@deskplane/server/tables/readTable.js';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTableProblem } from './useTableProblem';

interface Props {
  readonly label: string;
  /** Which columns a list may have. */
  readonly hint: string;
  /** In which form, and in which order. */
  readonly form: string;
  readonly example: string;
  readonly text: string;
  /** It was typed, pasted, or read from a file: whatever was found out about it no longer counts. */
  readonly onText: (text: string) => void;
  /** What the list is wrong in as a whole. */
  readonly problem: TableProblem | undefined;
  /** Further choices about the list. */
  readonly children?: ReactNode;
}

/** A list, pasted or read from a file: UTF-8 or GBK. */
export function ListField(props: Props): ReactNode {
  const { t } = useTranslation('lists');
  const describe = useTableProblem();
  const load = useMutation({
    mutationFn: async (file: File) => {
      requireTableSize(file.size);
      return decodeText(new Uint8Array(await file.arrayBuffer()));
    },
    onSuccess: props.onText,
  });
  const unread = load.error instanceof TableError ? load.error.problem : undefined;
  const problem = unread ?? props.problem;
  return (
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
      <SpaceBetween size="m">
        <FormField
          stretch
          label={props.label}
          description={props.hint}
          constraintText={props.form}
          errorText={problem === undefined ? '' : describe(problem)}
        >
          <Textarea
            value={props.text}
            rows={10}
            spellcheck={false}
            placeholder={props.example}
            onChange={({ detail }) => {
              if (load.isError) load.reset();
              props.onText(detail.value);
            }}
          />
        </FormField>
        {load.error !== null && unread === undefined && <ErrorAlert error={load.error} />}
        {props.children}
      </SpaceBetween>
    </Container>
  );
}
