import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/mandates',
    name: 'mandates',
    component: () => import('./MandatesPage.vue'),
    meta: { title: 'mandates.title', roles: ['company'], nav: { label: 'mandates.title', order: 25 } },
  },
  {
    path: '/mandates/new',
    name: 'mandate-new',
    component: () => import('./GiveMandatePage.vue'),
    meta: { title: 'mandates.give', roles: ['company'] },
  },
  {
    path: '/mandates/:id',
    name: 'mandate',
    component: () => import('./MandatePage.vue'),
    meta: { title: 'mandates.one', roles: ['company'] },
  },
] satisfies RouteRecordRaw[]
