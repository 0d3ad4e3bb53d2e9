// Which pages stand in the top bar for whom: what a role works with every day first, the rest behind “more”.
import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

export interface NavLink {
  path: string
  label: string
}

/** The top bar of somebody in this role; null is a visitor, who sees the few public pages side by side. */
export function navigationFor(routes: readonly RouteRecordRaw[], role: Role | null): { everyday: NavLink[]; seldom: NavLink[] } {
  const everyday: NavLink[] = []
  const seldom: NavLink[] = []
  const open = routes.filter(({ meta }) => meta?.nav !== undefined && (meta.roles === undefined || (role !== null && meta.roles.includes(role))))
  for (const { path, meta } of open.sort((one, other) => (one.meta?.nav?.order ?? 0) - (other.meta?.nav?.order ?? 0))) {
    const nav = meta?.nav
    if (nav === undefined) continue
    const label = role !== null && role !== 'company' ? (nav.staffLabel ?? nav.label) : nav.label
    // What is open to everybody is not what somebody with a role comes for.
    const isSeldom = role !== null && (nav.seldom === true || nav.seldom?.includes(role) === true || meta?.roles === undefined)
    ;(isSeldom ? seldom : everyday).push({ path, label })
  }
  return { everyday, seldom }
}
