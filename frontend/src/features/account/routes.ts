import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { title: 'common.sign_in' } },
  { path: '/sign-up', name: 'sign-up', component: () => import('./SignUpPage.vue'), meta: { title: 'common.sign_up' } },
] satisfies RouteRecordRaw[]
