import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/research',
    name: 'research',
    component: () => import('./dashboard/DashboardPage.vue'),
    // Questions were asked here before the workbench: addresses that people kept lead there.
    beforeEnter: (to) => (to.query['rows'] === undefined && to.query['measures'] === undefined ? true : { name: 'research-workbench', query: to.query }),
    meta: {
      title: 'research.title',
      roles: ['researcher', 'reviewer', 'approver', 'desk_manager'],
      nav: { label: 'research.nav', order: 40, seldom: ['reviewer', 'approver', 'desk_manager'] },
    },
  },
  {
    path: '/research/analyses/:code',
    name: 'research-analysis',
    component: () => import('./dashboard/AnalysisPage.vue'),
    meta: { title: 'dashboards.analysis', roles: ['researcher', 'reviewer', 'approver', 'desk_manager'], sameView: true },
  },
  {
    path: '/research/workbench',
    name: 'research-workbench',
    component: () => import('./workbench/WorkbenchPage.vue'),
    meta: { title: 'workbench.title', roles: ['researcher', 'reviewer', 'approver', 'desk_manager'] },
  },
] satisfies RouteRecordRaw[]
