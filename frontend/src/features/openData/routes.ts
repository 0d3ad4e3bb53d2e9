import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/open-data',
    name: 'open-data',
    component: () => import('./OpenDataPage.vue'),
    meta: { title: 'openData.title', nav: { label: 'openData.nav', order: 85 } },
  },
  {
    path: '/open-data/:code',
    name: 'open-data-set',
    component: () => import('./DataSetPage.vue'),
    props: true,
    meta: { title: 'openData.one' },
  },
] satisfies RouteRecordRaw[]
