// Third-party systems in words, and what each side may be granted.
import { useI18n } from 'vue-i18n'
import type { PartnerView, PublicBody, Scope } from '@/api/types'

export const BODIES: readonly PublicBody[] = ['bank', 'tax', 'customs', 'foreign_exchange', 'commerce', 'single_window']

const FOLLOW: readonly Scope[] = ['changes:read', 'webhooks:read', 'webhooks:write']
const AUTHORITY: readonly Scope[] = ['certificates:verify', 'research:read', 'exchange:read', 'exchange:write', ...FOLLOW]

/** Mirrors the server's rule for the form only; the server decides. Null is a company. */
export function grantable(body: PublicBody | null): readonly Scope[] {
  switch (body) {
    case null:
      return ['filings:read', 'filings:write', 'contracts:read', ...FOLLOW]
    case 'bank':
      return ['certificates:verify', 'payments:read', 'payments:write', ...FOLLOW]
    case 'foreign_exchange':
      return ['certificates:verify', 'research:read', ...FOLLOW]
    case 'single_window':
      return ['certificates:verify', ...FOLLOW]
    default:
      return AUTHORITY
  }
}

/** The scopes that a form offers: what may be granted, and what is held although it could not be granted today. */
export function offered(partner: Pick<PartnerView, 'grantable' | 'scopes'>): Scope[] {
  return [...partner.grantable, ...partner.scopes.filter((scope) => !partner.grantable.includes(scope))]
}

export function usePartnerWords() {
  const { t } = useI18n()
  return {
    scope: (scope: Scope) => t(`partners.scope.${scope.replace(':', '_')}`),
    owner: (partner: PartnerView) =>
      partner.company?.name ?? (partner.body === null ? t('partners.unbound') : t(`partners.body.${partner.body}`)),
    status: (partner: PartnerView) => (partner.disabled_by === null ? 'active' : 'disabled'),
  }
}
