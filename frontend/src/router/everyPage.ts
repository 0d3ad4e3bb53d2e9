// Every page with somebody who opens it: the list that the browser test walks. A unit test keeps it complete.
import type { Role } from '../api/types'

export interface PageVisit {
  /** The route's name. */
  route: string
  /** Who opens it; null is a visitor. */
  role: Role | null
  /** Where; what stands in braces is an id that the browser test looks up. */
  path: string
}

const visit = (role: Role | null, route: string, path: string): PageVisit => ({ route, role, path })

export const EVERY_PAGE: readonly PageVisit[] = [
  visit(null, 'home', '/'),
  visit(null, 'sign-in', '/sign-in'),
  visit(null, 'sign-up', '/sign-up'),
  visit(null, 'guide', '/guide'),
  visit(null, 'service', '/service'),
  visit(null, 'drawings', '/drawings'),
  visit(null, 'drawing', '/drawings/{drawing}'),
  visit(null, 'verify', '/verify'),
  visit(null, 'verify-number', '/verify/{certificate}'),
  visit(null, 'open-data', '/open-data'),
  visit(null, 'open-data-set', '/open-data/trade_by_country'),
  visit(null, 'not-found', '/no-such-page'),
  visit('company', 'filings', '/filings'),
  visit('company', 'begin', '/filings/begin'),
  visit('company', 'filing', '/filings/new'),
  visit('company', 'filing', '/filings/{draft}'),
  visit('company', 'filing', '/filings/{returned}'),
  visit('company', 'filing', '/filings/{registered}'),
  visit('company', 'bulk', '/filings/bulk'),
  visit('company', 'bulk-upload', '/filings/bulk/{bulk}'),
  visit('company', 'receipt', '/filings/{registered}/receipt'),
  visit('company', 'contracts', '/contracts'),
  visit('company', 'contract', '/contracts/{contract}'),
  visit('company', 'mandates', '/mandates'),
  visit('company', 'mandate-new', '/mandates/new'),
  visit('company', 'mandate', '/mandates/{mandate}'),
  visit('company', 'own-company', '/own-company'),
  visit('company', 'partners', '/partners'),
  visit('company', 'partner-new', '/partners/new'),
  visit('company', 'partner', '/partners/{partner}'),
  visit('company', 'webhooks', '/partners/{partner}/webhooks'),
  visit('company', 'verification-case', '/verification-cases/{case}'),
  visit('reviewer', 'work', '/work'),
  visit('reviewer', 'queue', '/queue'),
  visit('reviewer', 'case', '/cases/{queued}'),
  visit('reviewer', 'finished', '/finished'),
  visit('reviewer', 'contracts', '/contracts'),
  visit('reviewer', 'contract', '/contracts/{contract}'),
  visit('reviewer', 'companies', '/companies?status=all'),
  visit('reviewer', 'company', '/companies/{company}'),
  visit('reviewer', 'referrals', '/referrals'),
  visit('reviewer', 'referral', '/referrals/{referred}'),
  visit('reviewer', 'verification-cases', '/verification-cases'),
  visit('reviewer', 'verification-case', '/verification-cases/{case}'),
  visit('approver', 'decide-many', '/decisions'),
  visit('approver', 'exchange-import', '/exchange/imports/{exchange}'),
  visit('desk_manager', 'work', '/work'),
  visit('desk_manager', 'queue', '/queue'),
  visit('desk_manager', 'drawings', '/drawings'),
  visit('desk_manager', 'routing', '/routing'),
  visit('desk_manager', 'exchange', '/exchange'),
  visit('desk_manager', 'return-reasons', '/return-reasons'),
  visit('desk_manager', 'return-statistics', '/return-statistics'),
  visit('researcher', 'research', '/research'),
  ...['countries', 'industries', 'modes', 'districts', 'ownership', 'royalty_rates', 'technology_fee_share', 'suppliers', 'patent_layout', 'lead_time', 'dependence'].map((code) =>
    visit('researcher', 'research-analysis', `/research/analyses/${code}`),
  ),
  visit('researcher', 'research-workbench', '/research/workbench'),
  visit('researcher', 'publications', '/research/publications'),
  visit('researcher', 'findings', '/research/findings'),
  visit('researcher', 'finding', '/research/findings/{finding}'),
  visit('researcher', 'quality-notice', '/research/quality/2026-01'),
  visit('researcher', 'permalink', '/p/{permalink}'),
  visit('researcher', 'verification-cases', '/verification-cases'),
  visit('security_admin', 'partners', '/partners'),
  visit('security_admin', 'partner-new', '/partners/new'),
  visit('security_admin', 'partner', '/partners/{partner}'),
  visit('system_admin', 'work', '/work'),
  visit('system_admin', 'catalogue', '/catalogue'),
  visit('system_admin', 'catalogue-edition', '/catalogue/1'),
  visit('system_admin', 'calendar', '/calendar'),
  visit('system_admin', 'exchange-rates', '/exchange-rates'),
]
