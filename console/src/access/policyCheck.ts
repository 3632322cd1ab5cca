import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';

/** Identity policies are written in Version 5.0, role policies in Version 1.1. */
export type PolicyModel = 'identity' | 'role';

export type Finding = Answer<'CheckPolicyDocument'>['findings'][number];

/** For so long after the last letter nothing is asked, in milliseconds. */
const pause = 300;

export interface PolicyCheck {
  readonly findings: readonly Finding[];
  /** What is found is about an older text, or nothing was found out yet. */
  readonly pending: boolean;
  readonly error: Error | null;
}

/** What the service says of a document, as it is typed. */
export function usePolicyCheck(model: PolicyModel, text: string): PolicyCheck {
  const projectId = useProjectId();
  const settled = useSettled(text);
  const read = useQuery({
    queryKey: [projectId, 'CheckPolicyDocument', model, settled],
    queryFn: ({ signal }) =>
      callOperation(projectId, 'CheckPolicyDocument', { body: { model, policy_document: settled } }, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const pending = read.isPending || read.isPlaceholderData || settled !== text;
  return { findings: read.data?.findings ?? [], pending, error: read.error };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Where a line and a column, both from 1, are in a text. */
export function offsetOf(text: string, { line, column }: Pick<Finding, 'line' | 'column'>): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
