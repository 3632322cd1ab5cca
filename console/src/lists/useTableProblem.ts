import type { TableProblem } from '@deskplane/server/tables/readTable.js';
import { useTranslation } from 'react-i18next';

/** What a list is wrong in as a whole, in words. */
export function useTableProblem(): (problem: TableProblem) => string {
  const { t } = useTranslation('lists');
  return (problem) => t(`problem.${problem.kind}`, { ...problem });
}
