import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const research: Role[] = ['researcher', 'reviewer', 'approver', 'desk_manager']
/** Companies read the same pages; what they are told is under disclosure control. */
const figures: Role[] = ['company', ...research]

export default [
  {
    path: '/research',
    name: 'research',
    component: () => import('./dashboard/DashboardPage.vue'),
    // Questions were asked here before the workbench: addresses that people kept lead there.
    beforeEnter: (to) => (to.query['rows'] === undefined && to.query['measures'] === undefined ? true : { name: 'research-workbench', query: to.query }),
    meta: {
      title: 'research.title',
      roles: figures,
      nav: { label: 'research.nav', order: 40, seldom: ['reviewer', 'approver', 'desk_manager'] },
    },
  },
  {
    path: '/research/analyses/:code',
    name: 'research-analysis',
    component: () => import('./dashboard/AnalysisPage.vue'),
    meta: { title: 'dashboards.analysis', roles: figures, sameView: true },
  },
  {
    path: '/research/workbench',
    name: 'research-workbench',
    component: () => import('./workbench/WorkbenchPage.vue'),
    meta: { title: 'workbench.title', roles: figures },
  },
  {
    path: '/research/publications',
    name: 'publications',
    component: () => import('./publications/PublicationsPage.vue'),
    meta: { title: 'publications.title', roles: figures },
  },
  {
    path: '/research/findings',
    name: 'findings',
    component: () => import('./quality/FindingsPage.vue'),
    meta: { title: 'quality.title', roles: research },
  },
  {
    path: '/research/findings/:id',
    name: 'finding',
    component: () => import('./quality/FindingPage.vue'),
    props: true,
    meta: { title: 'quality.one', roles: research },
  },
  {
    path: '/research/quality/:month',
    name: 'quality-notice',
    component: () => import('./quality/NoticePage.vue'),
    props: true,
    meta: { title: 'quality.title', roles: research, sameView: true },
  },
  {
    // What a citation leads to.
    path: '/p/:id',
    name: 'permalink',
    component: () => import('./permalink/PermalinkPage.vue'),
    props: true,
    meta: { title: 'permalink.title', roles: figures },
  },
  {
    path: '/exchange-rates',
    name: 'exchange-rates',
    component: () => import('./rates/RatesPage.vue'),
    meta: { title: 'rates.title', roles: ['researcher', 'reviewer', 'approver', 'desk_manager', 'system_admin'] },
  },
] satisfies RouteRecordRaw[]
