import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/filings/begin',
    name: 'begin',
    component: () => import('./BeginPage.vue'),
    meta: { title: 'begin.title', roles: ['company'], sameView: true },
  },
] satisfies RouteRecordRaw[]
