import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['approver', 'desk_manager']

export default [
  {
    path: '/exchange',
    name: 'exchange',
    component: () => import('./ExchangePage.vue'),
    meta: { title: 'exchange.title', roles, sameView: true, nav: { label: 'exchange.title', order: 36, seldom: true } },
  },
  {
    path: '/exchange/imports/:id',
    name: 'exchange-import',
    component: () => import('./ExchangeImportPage.vue'),
    props: true,
    meta: { title: 'exchange.one', roles },
  },
] satisfies RouteRecordRaw[]
