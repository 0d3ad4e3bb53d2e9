import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/routing',
    name: 'routing',
    component: () => import('./RoutingPage.vue'),
    // Looked at seldom: the way there is a card on the work page, not a place in the top bar.
    meta: { title: 'routing.title', roles: ['system_admin', 'desk_manager', 'approver', 'reviewer'] },
  },
] satisfies RouteRecordRaw[]
