import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['reviewer', 'approver', 'desk_manager']

export default [
  {
    path: '/companies',
    name: 'companies',
    component: () => import('./CompaniesPage.vue'),
    meta: { title: 'companies.title', roles, nav: { label: 'companies.title', order: 30 } },
  },
  {
    path: '/companies/:id',
    name: 'company',
    component: () => import('./CompanyPage.vue'),
    props: true,
    meta: { title: 'companies.detail.title', roles },
  },
] satisfies RouteRecordRaw[]
