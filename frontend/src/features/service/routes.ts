import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/service',
    name: 'service',
    component: () => import('./ServicePage.vue'),
    meta: { title: 'duties.service.title', nav: { label: 'duties.service.nav', order: 80 } },
  },
] satisfies RouteRecordRaw[]
