import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/verify',
    name: 'verify',
    component: () => import('./VerifyPage.vue'),
    meta: { title: 'common.verify', nav: { label: 'verify.nav', order: 90 } },
  },
  {
    // The QR code on a certificate opens this page, with the signed credential behind the #.
    path: '/verify/:number',
    name: 'verify-number',
    component: () => import('./VerifyPage.vue'),
    meta: { title: 'common.verify' },
  },
] satisfies RouteRecordRaw[]
