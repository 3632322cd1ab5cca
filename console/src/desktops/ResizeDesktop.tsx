import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';
import { noDetails } from './details';
import { useOffer } from './useOffer';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Other cores and memory. */
export function ResizeDesktop({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const offer = useOffer({ ...noDetails, imageId: desktop.metadata['metering.image_id'] ?? undefined });
  const resize = useChange('ResizeDesktop', staleChanges);
  const [productId, setProductId] = useState<string>();
  const options = offer.products
    .filter(({ product_id }) => product_id !== desktop.product_id)
    .map(({ product_id, cpu, memory }) => ({
      value: product_id,
      label: t('size', { cpu, memory: Number(memory) / 1024 }),
      description: product_id,
    }));
  const submit = (): void => {
    if (productId === undefined) return;
    resize.mutate(
      {
        body: {
          desktops: [{ desktop_id: desktop.desktop_id }],
          product_id: productId,
          mode: 'STOP_DESKTOP',
        },
      },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('change.resizing', { name: desktop.computer_name }) });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t('change.sizeOf', { name: desktop.computer_name })}
      action={t('change.resize')}
      onAction={submit}
      onClose={onClose}
      pending={resize.isPending}
      disabled={productId === undefined}
    >
      {offer.error !== null && <ErrorAlert error={offer.error} />}
      {resize.error !== null && <ErrorAlert error={resize.error} />}
      <FormField label={t('product')} description={t('change.restarts')}>
        <Select
          placeholder={t('change.chooseSize')}
          selectedOption={options.find(({ value }) => value === productId) ?? null}
          options={options}
          onChange={({ detail }) => setProductId(detail.selectedOption.value)}
        />
      </FormField>
    </Dialog>
  );
}
