import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/guide', name: 'guide', component: () => import('./GuidePage.vue'), meta: { title: 'guide.title', nav: { label: 'guide.nav', order: 5 } } },
] satisfies RouteRecordRaw[]
