import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const staff: Role[] = ['reviewer', 'approver', 'desk_manager', 'researcher', 'system_admin', 'security_admin', 'audit_admin']

export default [
  {
    path: '/catalogue',
    name: 'catalogue',
    component: () => import('./CataloguePage.vue'),
    meta: { title: 'catalogue.title', roles: staff },
  },
  {
    path: '/catalogue/:edition(\\d+)',
    name: 'catalogue-edition',
    component: () => import('./EditionPage.vue'),
    props: true,
    meta: { title: 'catalogue.edition', roles: staff },
  },
] satisfies RouteRecordRaw[]
