import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/routing',
    name: 'routing',
    component: () => import('./RoutingPage.vue'),
    meta: {
      title: 'routing.title',
      roles: ['system_admin', 'desk_manager', 'approver', 'reviewer'],
      nav: { label: 'routing.title', order: 50 },
    },
  },
] satisfies RouteRecordRaw[]
