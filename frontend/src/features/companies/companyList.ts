/** Which companies the list shows, as kept in the address. Those that wait for somebody come first. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { CompanyStatus, Role } from '@/api/types'

export const COMPANY_FILTERS = ['pending', 'approved', 'suspended', 'all'] as const
export type CompanyFilter = (typeof COMPANY_FILTERS)[number]

export function readCompanyFilter(query: LocationQuery): CompanyFilter {
  return COMPANY_FILTERS.find((one) => one === query['status']) ?? 'pending'
}

/** What is looked for in names and credit codes. */
export function readCompanyWords(query: LocationQuery): string {
  return typeof query['q'] === 'string' ? query['q'].trim() : ''
}

export function writeCompanyFilter(filter: CompanyFilter, words = ''): LocationQueryRaw {
  return { ...(filter === 'pending' ? {} : { status: filter }), ...(words === '' ? {} : { q: words }) }
}

export function companyParameters(filter: CompanyFilter, words = ''): { status?: CompanyStatus; q?: string } {
  return { ...(filter === 'all' ? {} : { status: filter }), ...(words === '' ? {} : { q: words }) }
}

/** Mirrors the server's rule for the button only; the server decides. */
export function mayApproveCompanies(role: Role | null): boolean {
  return role === 'approver' || role === 'desk_manager'
}
