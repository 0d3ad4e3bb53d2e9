import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    // Below /filings: the top bar shows where one is.
    path: '/filings/bulk',
    name: 'bulk',
    component: () => import('./BulkPage.vue'),
    meta: { title: 'bulk.title', roles: ['company'], sameView: true },
  },
  {
    path: '/filings/bulk/:id',
    name: 'bulk-upload',
    component: () => import('./BulkUploadPage.vue'),
    meta: { title: 'bulk.one', roles: ['company'] },
  },
] satisfies RouteRecordRaw[]
