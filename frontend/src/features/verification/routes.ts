import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['company', 'reviewer', 'approver', 'desk_manager', 'researcher']

export default [
  {
    path: '/verification-cases',
    name: 'verification-cases',
    component: () => import('./VerificationCasesPage.vue'),
    meta: { title: 'duties.cases.title', roles },
  },
  {
    path: '/verification-cases/:id',
    name: 'verification-case',
    component: () => import('./VerificationCasePage.vue'),
    props: true,
    meta: { title: 'duties.cases.one', roles },
  },
] satisfies RouteRecordRaw[]
