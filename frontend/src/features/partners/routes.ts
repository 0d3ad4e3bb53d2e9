import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['company', 'security_admin']

export default [
  {
    path: '/partners',
    name: 'partners',
    component: () => import('./PartnersPage.vue'),
    meta: { title: 'partners.title', roles, nav: { label: 'partners.title', order: 27, seldom: ['company'] } },
  },
  {
    path: '/partners/new',
    name: 'partner-new',
    component: () => import('./NewPartnerPage.vue'),
    meta: { title: 'partners.new', roles },
  },
  {
    path: '/partners/:id',
    name: 'partner',
    component: () => import('./PartnerPage.vue'),
    props: true,
    meta: { title: 'partners.one', roles },
  },
  {
    path: '/partners/:id/webhooks',
    name: 'webhooks',
    component: () => import('./WebhooksPage.vue'),
    props: true,
    meta: { title: 'webhooks.title', roles },
  },
] satisfies RouteRecordRaw[]
