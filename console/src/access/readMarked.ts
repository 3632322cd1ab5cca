import { useQuery } from '@tanstack/react-query';
import { type Answer, callOperation, type OperationName, type Parameters } from '../api/operations';
import { useProjectId } from '../api/project';

interface Marked {
  readonly page_info: { readonly next_marker: string | null };
}

interface Paging {
  readonly limit?: number;
  readonly marker?: string;
}

/** The operations whose lists go on from a marker. */
type MarkedName = {
  [Name in OperationName]: Answer<Name> extends Marked ? Name : never;
}[OperationName];

const pageSize = 200;

/**
 * A whole list of those that go on from a marker.
 * @param itemsOf finds the items in an answer
 */
export function useReadMarked<Name extends MarkedName, Item>(
  name: Name,
  itemsOf: (answer: Answer<Name>) => readonly Item[],
  parameters: Parameters<Name> = {},
) {
  const projectId = useProjectId();
  return useQuery({
    queryKey: [projectId, name, parameters, 'marked'],
    queryFn: async ({ signal }): Promise<readonly Item[]> => {
      const items: Item[] = [];
      let paging: Paging = { limit: pageSize };
      for (;;) {
        const query = { ...parameters.query, ...paging };
        const answer = await callOperation(projectId, name, { ...parameters, query }, signal);
        items.push(...itemsOf(answer));
        const next = nextMarker(answer);
        if (next === null) return items;
        paging = { limit: pageSize, marker: next };
      }
    },
  });
}

function nextMarker(answer: unknown): string | null {
  const { next_marker } = Object(Object(answer).page_info);
  return typeof next_marker === 'string' ? next_marker : null;
}
