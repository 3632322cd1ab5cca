import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** docs/reference/limits.md */
const maxTags = 20;

interface Props {
  readonly tags: readonly Tag[];
  readonly onChange: (tags: readonly Tag[]) => void;
}

export function TagsInput({ tags, onChange }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const change = (index: number, part: Partial<Tag>): void =>
    onChange(tags.map((tag, each) => (each === index ? { ...tag, ...part } : tag)));
  return (
    <FormField label={t('tagsHint')} stretch>
      <AttributeEditor<Tag>
        items={tags}
        empty={t('tagsEmpty')}
        addButtonText={t('tagAdd')}
        removeButtonText={t('tagRemove')}
        removeButtonAriaLabel={({ key }) => t('tagRemoveNamed', { key })}
        disableAddButton={tags.length >= maxTags}
        onAddButtonClick={() => onChange([...tags, { key: '', value: '' }])}
        onRemoveButtonClick={({ detail }) => onChange(tags.filter((_, index) => index !== detail.itemIndex))}
        definition={[
          {
            label: t('tagKey'),
            control: ({ key }, index) => (
              <Input value={key} onChange={({ detail }) => change(index, { key: detail.value })} />
            ),
          },
          {
            label: t('tagValue'),
            control: ({ value }, index) => (
              <Input value={value} onChange={({ detail }) => change(index, { value: detail.value })} />
            ),
          },
        ]}
      />
    </FormField>
  );
}
