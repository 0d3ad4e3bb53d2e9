/** Which companies the list shows, as kept in the address. Those that wait for somebody come first. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { CompanyStatus, Role } from '@/api/types'

export const COMPANY_FILTERS = ['pending', 'approved', 'suspended', 'all'] as const
export type CompanyFilter = (typeof COMPANY_FILTERS)[number]

export function readCompanyFilter(query: LocationQuery): CompanyFilter {
  return COMPANY_FILTERS.find((one) => one === query['status']) ?? 'pending'
}

export function writeCompanyFilter(filter: CompanyFilter): LocationQueryRaw {
  return filter === 'pending' ? {} : { status: filter }
}

export function companyParameters(filter: CompanyFilter): { status?: CompanyStatus } {
  return filter === 'all' ? {} : { status: filter }
}

/** Mirrors the server's rule for the button only; the server decides. */
export function mayApproveCompanies(role: Role | null): boolean {
  return role === 'approver' || role === 'desk_manager'
}
