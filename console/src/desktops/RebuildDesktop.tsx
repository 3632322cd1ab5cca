import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { TypedDialog } from '../layout/TypedDialog';
import { type Desktop, staleChanges } from './desktop';
import { ItemIds } from './ItemIds';
import type { Image } from './offer';
import { useSnapshots } from './useSnapshots';

type Plan = Answer<'ShowDesktopRebuildPlan'>;

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** A new system disk from an image, exactly as the service planned it. Typing the desktop's name enables the button. */
export function RebuildDesktop({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const { desktop_id: id, computer_name: name } = desktop;
  const images = useRead('ListImages', { query: { limit: 100 } });
  const [picked, setPicked] = useState<Image>();
  const offered = images.data?.images ?? [];
  // Where there is one image there is nothing to choose.
  const image = picked ?? (offered.length === 1 ? offered[0] : undefined);
  const chosen =
    image === undefined
      ? undefined
      : ({ image_id: image.id, image_type: image.image_type === 'private' ? 'private' : 'gold' } as const);
  const plan = useRead(
    'ShowDesktopRebuildPlan',
    { path: { desktop_id: id }, query: chosen ?? { image_id: '', image_type: 'gold' } },
    { enabled: chosen !== undefined },
  );
  // Not the plan: while the desktop is being rebuilt there is none.
  const rebuild = useChange('BatchRebuildDesktopsSystemDisk', [...staleChanges, 'ListDesktopSnapshot']);
  const option = ({ id: value, name: label, os_version: description }: Image) => ({
    value,
    label,
    description,
  });
  const run = async (): Promise<void> => {
    if (chosen === undefined || plan.data === undefined) return;
    try {
      await rebuild.mutateAsync({
        body: { desktop_ids: [id], ...chosen },
        headers: { 'if-match': `"${plan.data.digest}"` },
      });
    } catch {
      // Shown below, with the plan as it is by now.
      void plan.refetch();
      return;
    }
    notify({ type: 'success', text: t('rebuild.begun', { name }) });
    onClose();
  };
  return (
    <TypedDialog
      title={t('rebuild.title', { name })}
      word={name}
      action={t('rebuild.submit')}
      disabled={plan.data === undefined}
      onAction={run}
      onClose={onClose}
    >
      <FormField label={t('image')}>
        <Select
          placeholder={t('rebuild.choose')}
          selectedOption={image === undefined ? null : option(image)}
          options={offered.map(option)}
          onChange={({ detail }) =>
            setPicked(offered.find((each) => each.id === detail.selectedOption.value))
          }
        />
      </FormField>
      {images.error !== null && <ErrorAlert error={images.error} />}
      {chosen !== undefined &&
        (plan.data !== undefined ? (
          <WhatGoes desktop={desktop} plan={plan.data} />
        ) : plan.error === null ? (
          <Spinner />
        ) : (
          <ErrorAlert error={plan.error} header={t('rebuild.refused')} />
        ))}
      {rebuild.error !== null && <ErrorAlert error={rebuild.error} header={t('rebuild.failed')} />}
    </TypedDialog>
  );
}

/** The disk that goes with its snapshots and keys, and what stays. */
function WhatGoes({ desktop, plan }: { readonly desktop: Desktop; readonly plan: Plan }): ReactNode {
  const { t } = useTranslation('desktops');
  const snapshots = useSnapshots(desktop.desktop_id);
  const nameOfSnapshot = (id: string): string => {
    const found = snapshots.data?.desktop_snapshots.find(({ snapshot_id }) => snapshot_id === id);
    return found === undefined ? '' : `${found.snapshot_name}, ${formatTime(found.create_time)}`;
  };
  const ofKind = (kind: 'volume' | 'snapshot') => plan.items.filter((item) => item.kind === kind);
  const keys = new Map(
    plan.items.flatMap(({ key_id, key_intent }) => (key_id === null ? [] : [[key_id, key_intent]])),
  );
  return (
    <>
      {plan.engine === 'simulated' && <Alert type="info">{t('rebuild.simulated')}</Alert>}
      <div>{plan.reason}</div>
      <div>
        {t('deleteDisk.goes')}
        <ul>
          {ofKind('volume').map((item) => (
            <li key={item.id}>
              {t('rebuild.disk', { size: plan.size })}
              <ItemIds item={item} />
            </li>
          ))}
          {ofKind('snapshot').map((item) => (
            <li key={item.id}>
              {t('deleteDisk.snapshot', { snapshot: nameOfSnapshot(item.id) })}
              <ItemIds item={item} />
            </li>
          ))}
        </ul>
      </div>
      {[...keys].map(([key, fate]) => (
        <div key={key}>{t(fate === 'destroy' ? 'deleteDisk.key' : 'deleteDisk.keyKept', { key })}</div>
      ))}
      <div>{t(plan.stops ? 'rebuild.restarts' : 'rebuild.staysOff', { name: desktop.computer_name })}</div>
    </>
  );
}
