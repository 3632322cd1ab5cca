import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { PlannedDesktopPanel } from '../deletions/PlannedDesktopPanel';
import { type Plan, type PlannedDesktop, usePlans } from '../deletions/plans';
import { RefusedDesktop } from '../deletions/RefusedDesktop';
import { type Agreement, flagsIn } from './destruction';

interface Props {
  readonly call: SampleCall;
  readonly desktopIds: readonly string[];
  /** Undefined while it is not known. */
  readonly onKnown: (agreement: Agreement | undefined) => void;
}

/** The plan of each desktop that a call deletes. They go by the digests of their plans; of many, names are compared once more. */
export function PlannedDesktops({ call, desktopIds, onKnown }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const projectId = useProjectId();
  const flags = flagsIn(call);
  const plans = usePlans(desktopIds, flags);
  const planned = plans.flatMap((each): PlannedDesktop[] =>
    each.planned === undefined ? [] : [each.planned],
  );
  const isReading = plans.some(({ reading }) => reading);
  const shown = shownIn(planned.map(({ plan }) => plan));
  const agreed = async (): Promise<SampleCall> => {
    const match = planned.map(({ plan }) => `"${plan.digest}"`).join(', ');
    const headers = { 'if-match': match, ...call.headers };
    if (call.operation === 'DeleteDesktop') {
      const named = Object.fromEntries(
        planned.map(({ desktop }) => ['computer_name', desktop.computer_name] as const),
      );
      return {
        ...call,
        query: { ...named, ...call.query },
        headers,
      };
    }
    const now = await Promise.all(
      planned.map(({ desktop }) =>
        callOperation(projectId, 'ShowDeletionPlan', {
          path: { desktop_id: desktop.desktop_id },
          query: flags,
        }),
      ),
    );
    if (shownIn(now) === shown) return { ...call, headers };
    for (const { readAgain } of plans) void readAgain();
    throw new Error(t('confirm.changed'));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is agreed to is known by what is shown
  useEffect(() => {
    const [first] = planned;
    const word = desktopIds.length === 1 ? (first?.desktop.computer_name ?? '') : 'DELETE';
    onKnown(isReading || first === undefined ? undefined : { word, agreed });
  }, [isReading, shown]);
  return (
    <SpaceBetween size="m">
      {planned.some(({ plan }) => plan.engine === 'simulated') && (
        <Alert type="info">{t('confirm.simulated')}</Alert>
      )}
      {plans.map((each) => (
        <RefusedDesktop key={each.desktopId} refused={each} />
      ))}
      {planned.map((each) => (
        <PlannedDesktopPanel key={each.plan.digest} planned={each} expanded={desktopIds.length <= 2} />
      ))}
      {isReading && <Spinner />}
    </SpaceBetween>
  );
}

/** What tells plans from others: names are in no digest. */
function shownIn(plans: readonly Plan[]): string {
  return plans.map(({ computer_name, digest }) => `${computer_name} ${digest}`).join();
}
