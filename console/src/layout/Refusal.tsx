import Box from '@cloudscape-design/components/box';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { type ProjectChoice, ProjectContext } from '../api/project';
import { useMay } from '../api/rights';
import type { ServiceError } from '../api/serviceError';

/**
 * What is behind a refusal for lack of a right: its decoded reason for who may decode it, for everybody else whom to ask.
 * @param of what was refused: the same there is refused for the same reason. Default: the page
 */
export function Refusal({
  error,
  of = location.pathname,
}: {
  readonly error: ServiceError;
  readonly of?: string;
}): ReactNode {
  const project = useContext(ProjectContext);
  const message = encodedReason(error);
  if (project === undefined || message === undefined) return undefined;
  return <Reason project={project} error={error} message={message} of={of} />;
}

/** The encoded message of a refusal; undefined: it has none. */
export function encodedReason({ body }: ServiceError): string | undefined {
  // Keystone's errors are nested.
  const { encoded_authorization_message: flat, error } = Object(body);
  const message: unknown = flat ?? Object(error).encoded_authorization_message;
  return typeof message === 'string' ? message : undefined;
}

interface Props {
  readonly project: ProjectChoice;
  readonly error: ServiceError;
  readonly message: string;
  readonly of: string;
}

function Reason({ project, error, message, of }: Props): ReactNode {
  const { t } = useTranslation('layout');
  const mayDecode = useMay('DecodeAuthorizationMessage', { unknown: false });
  const decoded = useQuery({
    // A page that asks again is refused in the same words: that need not be decoded, and noted as decoded, each time.
    queryKey: ['refusal', error.message, of],
    queryFn: async ({ signal }) => {
      const body = { encoded_message: message };
      return readReason(
        (await callOperation(project.id, 'DecodeAuthorizationMessage', { body }, signal)).decoded_message,
      );
    },
    enabled: mayDecode,
    staleTime: Infinity,
    retry: false,
  });
  const said = (): string => {
    if (decoded.data === undefined) return t('refusal.ask', { account: project.account });
    const { action, resource, policy, statement, explicit } = decoded.data;
    const why =
      policy === undefined
        ? t('refusal.noneAllowed', { action })
        : t(explicit ? 'refusal.denied' : 'refusal.by', { action, policy, statement });
    return resource === undefined ? why : `${why} ${t('refusal.resource', { resource })}`;
  };
  return (
    <Box variant="small" display="block">
      {mayDecode && decoded.isPending ? t('refusal.decoding') : said()}
    </Box>
  );
}

interface DecodedReason {
  /** The one that failed, perhaps one that the action depends on. */
  readonly action: string;
  readonly resource: string | undefined;
  /** Undefined: no policy allows it. */
  readonly policy: string | undefined;
  readonly statement: string;
  /** A statement denies it. */
  readonly explicit: boolean;
}

function readReason(decoded: string): DecodedReason {
  const content: unknown = JSON.parse(decoded);
  const { failed_action, deciding_statement, context, failure } = Object(content);
  const { policy_name, statement } = Object(deciding_statement);
  const { resource } = Object(context);
  return {
    action: String(failed_action),
    resource: typeof resource === 'string' ? resource : undefined,
    policy: typeof policy_name === 'string' ? policy_name : undefined,
    statement: String(statement),
    explicit: String(failure).startsWith('explicit'),
  };
}
