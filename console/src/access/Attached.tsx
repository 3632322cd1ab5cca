import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { useFollow } from '../layout/follow';
import { AttachPolicy } from './AttachPolicy';
import { ConfirmChange } from './ConfirmChange';
import { Listing } from './Listing';

type AttachedPolicy = Answer<'ListAttachedUserPoliciesV5'>['attached_policies'][number];

interface Props {
  readonly read: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
    readonly data: readonly AttachedPolicy[] | undefined;
  };
  /** Whose they are. */
  readonly name: string;
  /** The users whom they reach. */
  readonly concerns: readonly string[];
  /** The operations that attach and detach it here. */
  readonly operations: {
    readonly attach: 'AttachUserPolicyV5' | 'AttachGroupPolicyV5';
    readonly detach: 'DetachUserPolicyV5' | 'DetachGroupPolicyV5';
  };
  readonly attach: (policyId: string) => Promise<unknown>;
  readonly detach: (policyId: string) => Promise<unknown>;
}

/** The policies of a user or a group, to be attached and detached. */
export function Attached({ read, name, concerns, operations, attach, detach }: Props): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const mayAttach = useMay(operations.attach);
  const mayDetach = useMay(operations.detach);
  const [attaching, setAttaching] = useState(false);
  const [taken, setTaken] = useState<AttachedPolicy>();
  return (
    <>
      <Listing
        title={t('attached')}
        read={read}
        items={read.data}
        actions={
          <Button
            disabled={!mayAttach}
            {...(mayAttach ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setAttaching(true)}
          >
            {t('attach.open')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('policy'),
            isRowHeader: true,
            cell: ({ policy_id, policy_name }) => (
              <Link href={`/console/access/policies/${policy_id}`} onFollow={follow}>
                {policy_name}
              </Link>
            ),
          },
          { id: 'since', header: t('since'), cell: ({ attached_at }) => formatTime(attached_at) },
          {
            id: 'detach',
            header: t('detach.open'),
            cell: (policy) => (
              <Button
                variant="inline-link"
                ariaLabel={t('detach.one', { name: policy.policy_name })}
                disabled={!mayDetach}
                {...(mayDetach ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setTaken(policy)}
              >
                {t('detach.open')}
              </Button>
            ),
          },
        ]}
      />
      {attaching && <AttachPolicy attach={attach} onClose={() => setAttaching(false)} />}
      {taken !== undefined && (
        <ConfirmChange
          title={t('detach.one', { name: taken.policy_name })}
          action={t('detach.open')}
          concerns={concerns}
          change={() => detach(taken.policy_id)}
          done={t('detach.done', { name: taken.policy_name })}
          onClose={() => setTaken(undefined)}
        >
          {t('detach.goes', { policy: taken.policy_name, name })}
        </ConfirmChange>
      )}
    </>
  );
}
