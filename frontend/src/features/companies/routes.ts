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
  {
    path: '/own-company',
    name: 'own-company',
    component: () => import('./OwnCompanyPage.vue'),
    meta: { title: 'companies.own.title', roles: ['company'], nav: { label: 'companies.own.title', order: 28, seldom: true } },
  },
] satisfies RouteRecordRaw[]
