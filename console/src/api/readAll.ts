import { useQuery } from '@tanstack/react-query';
import { type Answer, callOperation, type OperationName, type Parameters } from './operations';
import { useProjectId } from './project';

/** More than anyone reads, and as much as a browser sorts and searches at once. */
const most = 5_000;
/** In milliseconds: a long list is read again less often. */
const soon = 5_000;
const later = 30_000;

export interface WholeList<Item> {
  readonly items: readonly Item[];
  /** How many there are, of which `items` may be the first. */
  readonly total: number;
}

interface Paged {
  readonly offset?: number;
  readonly limit?: number;
}

/**
 * A whole list, read page by page.
 * @param pageSize the most that the operation gives at once
 * @param itemsOf finds the items and the total in an answer
 * @param how.atMost where to stop
 * @throws {ServiceError}
 */
export async function readWhole<Name extends OperationName, Item>(
  projectId: string,
  name: Name,
  pageSize: number,
  itemsOf: (answer: Answer<Name>) => WholeList<Item>,
  { query, ...parameters }: Parameters<Name> = {},
  { signal, atMost = Infinity }: { readonly signal?: AbortSignal; readonly atMost?: number } = {},
): Promise<WholeList<Item>> {
  const items: Item[] = [];
  for (;;) {
    const paging: Paged = { offset: items.length, limit: pageSize };
    const asked = { ...parameters, query: { ...query, ...paging } };
    const page = itemsOf(await callOperation(projectId, name, asked, signal));
    items.push(...page.items);
    if (page.items.length < pageSize || items.length >= Math.min(page.total, atMost))
      return { items, total: Math.max(page.total, items.length) };
  }
}

/**
 * A whole list, kept up to date, for tables that are sorted and searched in the browser. Parameters as of {@link readWhole}.
 */
export function useReadAll<Name extends OperationName, Item>(
  name: Name,
  pageSize: number,
  itemsOf: (answer: Answer<Name>) => WholeList<Item>,
  parameters: Parameters<Name> = {},
) {
  const projectId = useProjectId();
  return useQuery({
    queryKey: [projectId, name, parameters, 'all'],
    queryFn: ({ signal }) =>
      readWhole(projectId, name, pageSize, itemsOf, parameters, { signal, atMost: most }),
    refetchInterval: ({ state }) => ((state.data?.total ?? 0) > pageSize ? later : soon),
  });
}
