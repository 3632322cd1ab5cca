import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import type { Rule, SecurityGroup, Subnet, Vpc } from './network';

/** What is to be deleted. */
export type Leaving =
  | { readonly kind: 'vpc'; readonly vpc: Vpc }
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  | { readonly kind: 'group'; readonly group: SecurityGroup }
  | { readonly kind: 'rule'; readonly group: SecurityGroup; readonly rule: Rule };

interface Props {
  readonly leaving: Leaving;
  readonly onClose: () => void;
}

/** Asks once more, and shows what the service says where it cannot go. */
export function DeleteDialog({ leaving, onClose }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const { notify } = useNotifications();
  const { remove, isPending, error } = useRemoval(leaving);
  const name = nameOf(leaving);
  const submit = (): void =>
    remove(() => {
      notify({ type: 'success', text: t(`deletion.done.${leaving.kind}`, { name }) });
      onClose();
    });
  return (
    <Dialog
      title={t(`deletion.title.${leaving.kind}`, { name })}
      action={t('action.delete')}
      onAction={submit}
      onClose={onClose}
      pending={isPending}
    >
      <Alert type="warning">{t(`deletion.warning.${leaving.kind}`)}</Alert>
      {error !== null && <ErrorAlert error={error} header={t('deletion.failed')} />}
    </Dialog>
  );
}

function nameOf(leaving: Leaving): string {
  if (leaving.kind === 'vpc') return leaving.vpc.name;
  return leaving.kind === 'subnet' ? leaving.subnet.name : leaving.group.name;
}

interface Removal {
  readonly remove: (onSuccess: () => void) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

function useRemoval(leaving: Leaving): Removal {
  const vpc = useChange('DeleteVpc', ['ListVpcs']);
  const subnet = useChange('DeleteSubnet', ['ListVpcSubnets', 'ListSubnets']);
  const group = useChange('DeleteSecurityGroupV3', ['ListVpcSecurityGroups']);
  const rule = useChange('DeleteSecurityGroupRuleV3', ['ListVpcSecurityGroups']);
  const { isPending, error } = { vpc, subnet, group, rule }[leaving.kind];
  const remove = (onSuccess: () => void): void => {
    const then = { onSuccess };
    if (leaving.kind === 'vpc') vpc.mutate({ path: { id: leaving.vpc.id } }, then);
    else if (leaving.kind === 'group') group.mutate({ path: { id: leaving.group.id } }, then);
    else if (leaving.kind === 'rule') rule.mutate({ path: { id: leaving.rule.id } }, then);
    else {
      const { id, vpc_id } = leaving.subnet;
      subnet.mutate({ path: { vpc_id, id } }, then);
    }
  };
  return { remove, isPending, error };
}
