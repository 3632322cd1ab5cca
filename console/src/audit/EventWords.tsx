import Box from '@cloudscape-design/components/box';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAbout, formatBytes } from '../language/format';
import type { EventFacts, Grounds } from './eventFacts';
import './json.css';

/** What was called with which switches, and why it was allowed or denied, in words. */
export function EventWords({ facts }: { readonly facts: EventFacts }): ReactNode {
  const { t } = useTranslation('audit');
  const grounds = useGrounds();
  const item = (label: string, value: ReactNode): KeyValuePairsProps.Item => ({ label, value });
  const listed = (values: readonly string[]): ReactNode => (
    <SpaceBetween size="xxs">
      {values.map((value) => (
        <span key={value} className="wrapped">
          {value}
        </span>
      ))}
    </SpaceBetween>
  );
  const { switches, resourceIds, bytes, by, action, resource, failedAction, denier, others } = facts;
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="h3">{t('request')}</Box>
        <KeyValuePairs
          columns={2}
          items={[
            item(t('words.call'), <span className="wrapped">{facts.call || '–'}</span>),
            item(t('words.proof'), proofOf(facts.credential, t)),
            ...(switches.length === 0
              ? []
              : [
                  item(
                    t('words.switches'),
                    listed(
                      switches.map(({ name, isOn }) => formatAbout(name, t(isOn ? 'words.on' : 'words.off'))),
                    ),
                  ),
                ]),
            ...(bytes === undefined ? [] : [item(t('words.bytes'), formatBytes(bytes))]),
            ...(resourceIds.length === 0 ? [] : [item(t('words.things'), listed(resourceIds))]),
            ...others.map(({ name, value }) => item(name, <span className="wrapped">{value}</span>)),
          ]}
        />
      </div>
      <div>
        <Box variant="h3">{t('decision')}</Box>
        <KeyValuePairs
          columns={2}
          items={[
            item(
              t('words.decided'),
              facts.allowed === undefined ? (
                '–'
              ) : (
                <StatusIndicator type={facts.allowed ? 'success' : 'error'}>
                  {t(facts.allowed ? 'words.allowed' : 'words.denied')}
                </StatusIndicator>
              ),
            ),
            item(t('words.outcome'), t(`words.outcomes.${facts.outcome}`, { defaultValue: facts.outcome })),
            ...(facts.allowed === true
              ? [item(t('words.by'), by.length === 0 ? t('words.nobody') : listed(by.map(grounds)))]
              : []),
            ...(action === undefined
              ? []
              : [item(t('words.action'), <span className="wrapped">{action}</span>)]),
            ...(failedAction === undefined
              ? []
              : [item(t('words.failedAction'), <span className="wrapped">{failedAction}</span>)]),
            ...(resource === undefined
              ? []
              : [item(t('words.resource'), <span className="wrapped">{resource}</span>)]),
            ...(facts.allowed === false && action !== undefined
              ? [
                  item(
                    t('words.why'),
                    denier === undefined
                      ? t('words.noneAllows')
                      : t(facts.isExplicit ? 'words.deniedBy' : 'words.notBy', { grounds: grounds(denier) }),
                  ),
                ]
              : []),
          ]}
        />
      </div>
    </SpaceBetween>
  );
}

function proofOf(
  credential: string | undefined,
  t: (key: 'proof.none' | 'proof.token' | 'proof.session') => string,
): string {
  if (credential === undefined) return t('proof.none');
  return credential === 'token' || credential === 'session' ? t(`proof.${credential}`) : credential;
}

function useGrounds(): (grounds: Grounds) => string {
  const { t } = useTranslation('audit');
  return (grounds) => {
    if (grounds.kind === 'root') return t('words.root');
    if (grounds.kind === 'other') return grounds.text;
    return t('words.policy', { id: grounds.id, statement: grounds.statement });
  };
}
