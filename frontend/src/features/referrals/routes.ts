import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const roles: Role[] = ['company', 'reviewer', 'approver', 'desk_manager']

export default [
  {
    path: '/referrals',
    name: 'referrals',
    component: () => import('./ReferralsPage.vue'),
    meta: { title: 'duties.referrals.title', roles },
  },
  {
    path: '/referrals/:id',
    name: 'referral',
    component: () => import('./ReferralPage.vue'),
    props: true,
    meta: { title: 'duties.referrals.one', roles },
  },
] satisfies RouteRecordRaw[]
