import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/filings',
    name: 'filings',
    component: () => import('./FilingsPage.vue'),
    meta: { title: 'filings.list.title', roles: ['company'], nav: { label: 'filings.list.title', order: 10 } },
  },
  {
    // `new` is a filing that has no number yet; it gets one with the first keystroke.
    path: '/filings/:id',
    name: 'filing',
    component: () => import('./FilingPage.vue'),
    meta: { title: 'filings.one.title', roles: ['company'], sameView: true },
  },
  {
    path: '/filings/:id/receipt',
    name: 'receipt',
    component: () => import('./ReceiptPage.vue'),
    meta: { title: 'filings.receipt.title', roles: ['company', 'reviewer', 'approver', 'desk_manager'] },
  },
] satisfies RouteRecordRaw[]
