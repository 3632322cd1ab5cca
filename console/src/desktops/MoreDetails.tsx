import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Image, type Product, usualDiskSize } from './offer';
import { type Tag, TagsInput } from './TagsInput';

/** What a new desktop may have beside a name and a user. */
export interface Details {
  /** Undefined, here and below: what is usual. */
  readonly imageId: string | undefined;
  readonly productId: string | undefined;
  /** GB. */
  readonly diskSize: number | undefined;
  readonly dataDiskSize: number | undefined;
  readonly email: string;
  readonly isAdministrator: boolean;
  readonly isProtected: boolean;
  readonly tags: readonly Tag[];
}

export const noDetails: Details = {
  imageId: undefined,
  productId: undefined,
  diskSize: undefined,
  dataDiskSize: undefined,
  email: '',
  isAdministrator: false,
  isProtected: false,
  tags: [],
};

interface Props {
  readonly details: Details;
  readonly onChange: (details: Details) => void;
  readonly images: readonly Image[];
  readonly image: Image | undefined;
  readonly products: readonly Product[];
  readonly product: Product | undefined;
}

export function MoreDetails({ details, onChange, images, image, products, product }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const change = (part: Partial<Details>): void => onChange({ ...details, ...part });
  const imageOption = (each: Image) => ({ value: each.id, label: each.name, description: each.os_version });
  const productOption = (each: Product) => ({
    value: each.product_id,
    label: t('size', { cpu: each.cpu, memory: Number(each.memory) / 1024 }),
    description: each.product_id,
  });
  return (
    <ExpandableSection
      variant="container"
      headerText={t('new.more')}
      headerDescription={image === undefined || product === undefined ? '' : summary()}
    >
      <SpaceBetween size="l">
        <FormField label={t('image')}>
          <Select
            selectedOption={image === undefined ? null : imageOption(image)}
            options={images.map(imageOption)}
            onChange={({ detail }) => change({ imageId: detail.selectedOption.value, productId: undefined })}
          />
        </FormField>
        <FormField label={t('product')}>
          <Select
            selectedOption={product === undefined ? null : productOption(product)}
            options={products.map(productOption)}
            onChange={({ detail }) => change({ productId: detail.selectedOption.value })}
          />
        </FormField>
        <FormField label={t('new.disk')} constraintText={t('new.diskForm')}>
          <Input
            type="number"
            inputMode="numeric"
            step={10}
            value={String(details.diskSize ?? usualDiskSize(product, image))}
            onChange={({ detail }) => change({ diskSize: readNumber(detail.value) })}
          />
        </FormField>
        <FormField label={t('new.dataDisk')} description={t('new.dataDiskHint')}>
          <Input
            type="number"
            inputMode="numeric"
            step={10}
            value={details.dataDiskSize === undefined ? '' : String(details.dataDiskSize)}
            onChange={({ detail }) => change({ dataDiskSize: readNumber(detail.value) })}
          />
        </FormField>
        <FormField label={t('new.email')} description={t('new.emailHint')}>
          <Input
            type="email"
            value={details.email}
            autoComplete={false}
            onChange={({ detail }) => change({ email: detail.value })}
          />
        </FormField>
        <Checkbox
          checked={details.isAdministrator}
          description={t('new.administratorHint')}
          onChange={({ detail }) => change({ isAdministrator: detail.checked })}
        >
          {t('new.administrator')}
        </Checkbox>
        <Checkbox
          checked={details.isProtected}
          description={t('protectionHint')}
          onChange={({ detail }) => change({ isProtected: detail.checked })}
        >
          {t('protectionLong')}
        </Checkbox>
        <TagsInput tags={details.tags} onChange={(tags) => change({ tags })} />
      </SpaceBetween>
    </ExpandableSection>
  );

  function summary(): string {
    if (image === undefined || product === undefined) return '';
    const disk = details.diskSize ?? usualDiskSize(product, image);
    return `${image.name} · ${productOption(product).label} · ${disk} GB`;
  }
}

function readNumber(text: string): number | undefined {
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? undefined : number;
}
