import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/oversight',
    name: 'oversight',
    component: () => import('./OversightPage.vue'),
    meta: { title: 'oversight.title', roles: ['system_admin', 'audit_admin'], nav: { label: 'oversight.title', order: 45 } },
  },
] satisfies RouteRecordRaw[]
