import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/research',
    name: 'research',
    component: () => import('./ResearchPage.vue'),
    meta: {
      title: 'research.title',
      roles: ['researcher', 'reviewer', 'approver', 'desk_manager'],
      nav: { label: 'research.nav', order: 40, seldom: ['reviewer', 'approver', 'desk_manager'] },
    },
  },
] satisfies RouteRecordRaw[]
