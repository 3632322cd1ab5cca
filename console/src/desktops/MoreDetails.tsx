import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import type { Details } from './details';
import { type Image, type Product, usualDiskSize } from './offer';
import { TagsInput } from './TagsInput';
import type { Offer } from './useOffer';
import { useProtectsNew } from './useProtectsNew';

interface Props {
  readonly details: Details;
  readonly onChange: (details: Details) => void;
  readonly offer: Offer;
  /** For several desktops. */
  readonly isForMany?: boolean;
}

export function MoreDetails({ details, onChange, offer, isForMany = false }: Props): ReactNode {
  const { images, image, products, product } = offer;
  const { t } = useTranslation('desktops');
  const protectsNew = useProtectsNew();
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
        <SubnetField chosen={details.subnetId} onChange={(subnetId) => change({ subnetId })} />
        <GroupsField chosen={details.groupIds} onChange={(groupIds) => change({ groupIds })} />
        <Checkbox
          checked={details.isAdministrator}
          description={t('new.administratorHint')}
          onChange={({ detail }) => change({ isAdministrator: detail.checked })}
        >
          {t(isForMany ? 'many.administrator' : 'new.administrator')}
        </Checkbox>
        <Checkbox
          checked={details.isProtected ?? protectsNew ?? false}
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

interface SubnetProps {
  readonly chosen: string | undefined;
  readonly onChange: (subnetId: string | undefined) => void;
}

/** Where there is a choice of networks; unchosen, the service takes the first of its own. */
function SubnetField({ chosen, onChange }: SubnetProps): ReactNode {
  const { t } = useTranslation('desktops');
  const subnets = useRead('ListSubnets');
  const usual = { value: '', label: t('new.usualSubnet') };
  const options = (subnets.data?.subnets ?? []).map(({ id, name, cidr }) => ({
    value: id,
    label: name,
    description: cidr,
  }));
  if (options.length < 2) return null;
  return (
    <FormField label={t('new.subnet')}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? usual}
        options={[usual, ...options]}
        onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
      />
    </FormField>
  );
}

interface GroupsProps {
  readonly chosen: readonly string[];
  readonly onChange: (groupIds: readonly string[]) => void;
}

/** A desktop may be in this many. */
const mostGroups = 5;

/** Where there is a choice of security groups; unchosen, the service takes its own. */
function GroupsField({ chosen, onChange }: GroupsProps): ReactNode {
  const { t } = useTranslation('desktops');
  const groups = useRead('ListSecurityGroups');
  const options = (groups.data?.security_groups ?? []).map(({ id, name, description }) => ({
    value: id,
    label: name,
    description,
  }));
  // Two come with every project, of which desktops are only in one.
  if (options.length < 3) return null;
  return (
    <FormField label={t('new.groups')} description={t('new.groupsHint')}>
      <Multiselect
        selectedOptions={options.filter(({ value }) => chosen.includes(value))}
        options={options}
        placeholder={t('new.usualGroup')}
        onChange={({ detail }) =>
          onChange(detail.selectedOptions.flatMap(({ value }) => value ?? []).slice(0, mostGroups))
        }
      />
    </FormField>
  );
}

function readNumber(text: string): number | undefined {
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? undefined : number;
}
