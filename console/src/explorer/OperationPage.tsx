import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { canBeSent } from '@deskplane/samples/sampleCall.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { useSession } from '../session/session';
import { AnswerExample } from './AnswerExample';
import { operationsOf, type RoutedOperation, useApiDocument } from './apiDocument';
import { readBody } from './bodyText';
import { CallForm } from './CallForm';
import { CallPanel } from './CallPanel';
import { ErrorList } from './ErrorList';
import { type FilledCall, sampleCallOf, startWith, takesFile } from './filledCall';
import { MissingOperation } from './MissingOperation';
import { Needs } from './Needs';
import { firstOf, OfferedIdsContext, useOfferedIds } from './offeredIds';
import { Samples } from './Samples';
import { SignedCall } from './SignedCall';

/** One operation: what it does and needs, a form, the call, the answer, and the call as a program. */
export function OperationPage(): ReactNode {
  const { t } = useTranslation('explorer');
  const name = useParameter('operation');
  const { data, error, refetch } = useApiDocument();
  usePage(name, [{ text: t('title'), href: '/explorer' }]);
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spinner />;
  const routed = operationsOf(data).find(({ operation }) => operation.operationId === name);
  if (routed === undefined) return <MissingOperation name={name} />;
  return <Operation key={name} routed={routed} errors={data['x-error-codes']} />;
}

function Operation({
  routed,
  errors,
}: {
  readonly routed: RoutedOperation;
  readonly errors: Parameters<typeof ErrorList>[0]['errors'];
}): ReactNode {
  const projectId = useProjectId();
  const { account } = useSession();
  const { operation, method, path } = routed;
  const offered = useOfferedIds(routed);
  const [typed, setCall] = useState<FilledCall>();
  const call = typed ?? startWith(routed, firstOf(offered));
  const { data: known } = useRead('KeystoneListRegions');
  const filled = sampleCallOf(routed, call, {
    projectId,
    domainId: account.id,
    endpoint: location.origin,
    region: known?.regions[0]?.id ?? '',
  });
  // A program without the body that was meant, or to another address, would do something else.
  const isWhole = 'value' in readBody(call.body) && canBeSent(filled);
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={operation.summary}>
        {operation.operationId}
      </Header>
      <Box variant="code">
        {method} {path}
      </Box>
      {operation.description !== undefined && <Box variant="p">{operation.description}</Box>}
      <Needs operation={operation} />
      <OfferedIdsContext value={offered}>
        <CallForm routed={routed} call={call} projectId={projectId} onChange={setCall} />
      </OfferedIdsContext>
      <CallPanel routed={routed} call={call} filled={filled} />
      {isWhole && !takesFile(routed) && operation.security?.length !== 0 && <SignedCall call={filled} />}
      {isWhole && <Samples call={filled} />}
      <AnswerExample operation={operation} />
      <ErrorList codes={operation['x-error-codes']} errors={errors} />
    </SpaceBetween>
  );
}
