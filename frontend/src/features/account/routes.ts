import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const everyone: Role[] = ['company', 'reviewer', 'approver', 'desk_manager', 'researcher', 'system_admin', 'security_admin', 'audit_admin']

export default [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { title: 'common.sign_in' } },
  { path: '/sign-up', name: 'sign-up', component: () => import('./SignUpPage.vue'), meta: { title: 'common.sign_up' } },
  { path: '/account', name: 'account', component: () => import('./AccountPage.vue'), meta: { title: 'account.mine', roles: everyone } },
  { path: '/forgot-password', name: 'forgot-password', component: () => import('./ForgotPasswordPage.vue'), meta: { title: 'account.forgot' } },
  { path: '/set-password', name: 'set-password', component: () => import('./SetPasswordPage.vue'), meta: { title: 'account.set' } },
] satisfies RouteRecordRaw[]
