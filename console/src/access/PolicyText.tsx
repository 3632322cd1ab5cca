import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type Finding, offsetOf, type PolicyCheck } from './policyCheck';
import './policy.css';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly check: PolicyCheck;
}

/** A policy document as text; below it what the service says of it, each with its place, which a button goes to. */
export function PolicyText({ text, onChange, check }: Props): ReactNode {
  const { t } = useTranslation('access');
  const frame = useRef<HTMLDivElement>(null);
  const goTo = (finding: Finding): void => {
    const area = frame.current?.querySelector('textarea');
    const at = offsetOf(text, finding);
    area?.focus();
    area?.setSelectionRange(at, at + lengthAt(text, at));
  };
  const fault = check.findings.some(({ kind }) => kind === 'fault');
  return (
    <SpaceBetween size="s">
      <div ref={frame} className="policy-text">
        <FormField label={t('document')} description={t('edit.documentHint')} stretch>
          <Textarea
            value={text}
            rows={Math.min(28, Math.max(12, text.split('\n').length + 1))}
            spellcheck={false}
            invalid={fault}
            onChange={({ detail }) => onChange(detail.value)}
          />
        </FormField>
      </div>
      {check.error !== null && <ErrorAlert error={check.error} />}
      <div role="status">
        {check.findings.length === 0 && check.error === null && (
          <StatusIndicator type={check.pending ? 'loading' : 'success'}>
            {check.pending ? t('edit.checking') : t('edit.right')}
          </StatusIndicator>
        )}
        <SpaceBetween size="xs">
          {check.findings.map((finding) => (
            <FindingAlert
              key={`${finding.path} ${finding.message}`}
              finding={finding}
              line={text.split('\n')[finding.line - 1] ?? ''}
              onGo={() => goTo(finding)}
              onUse={(name) => {
                const at = offsetOf(text, finding);
                onChange(`${text.slice(0, at)}"${name}"${text.slice(at + lengthAt(text, at))}`);
              }}
            />
          ))}
        </SpaceBetween>
      </div>
    </SpaceBetween>
  );
}

interface FindingProps {
  readonly finding: Finding;
  readonly line: string;
  readonly onGo: () => void;
  readonly onUse: (name: string) => void;
}

function FindingAlert({ finding, line, onGo, onUse }: FindingProps): ReactNode {
  const { t } = useTranslation('access');
  const { kind, message, nearest, error_code } = finding;
  const place = t('edit.place', { line: finding.line, column: finding.column });
  return (
    <Alert
      type={kind === 'fault' ? 'error' : 'warning'}
      header={place}
      action={
        <SpaceBetween direction="horizontal" size="xs">
          {nearest !== null && !nearest.endsWith('/') && (
            <Button onClick={() => onUse(nearest)}>{t('edit.use', { name: nearest })}</Button>
          )}
          <Button ariaLabel={t('edit.goTo', { place })} onClick={onGo}>
            {t('edit.go')}
          </Button>
        </SpaceBetween>
      }
    >
      {message} {nearest !== null && t('edit.nearest', { name: nearest })}
      {error_code !== null && ` (${error_code})`}
      <span className="policy-place">{excerpt(line, finding.column)}</span>
    </Alert>
  );
}

/** So much of a line is shown around a place. */
const around = 30;

function excerpt(line: string, column: number): string {
  const from = Math.max(0, column - 1 - around);
  return `${from > 0 ? '…' : ''}${line.slice(from, column - 1)}▸${line.slice(column - 1, column - 1 + around)}`;
}

/** How long the text in quotes is that begins there, quotes included; otherwise one character. */
function lengthAt(text: string, at: number): number {
  return /^"[^"\n]*"/.exec(text.slice(at))?.[0].length ?? 1;
}
