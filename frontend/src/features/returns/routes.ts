import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['desk_manager']

export default [
  {
    path: '/return-reasons',
    name: 'return-reasons',
    component: () => import('./ReasonsPage.vue'),
    meta: { title: 'casework.reasons.title', roles, nav: { label: 'casework.reasons.title', order: 34, seldom: true } },
  },
  {
    path: '/return-statistics',
    name: 'return-statistics',
    component: () => import('./StatisticsPage.vue'),
    meta: { title: 'casework.statistics.title', roles },
  },
] satisfies RouteRecordRaw[]
