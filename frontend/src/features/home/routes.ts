import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/', name: 'home', component: () => import('./HomePage.vue'), meta: { title: 'home.title', nav: { label: 'home.nav', order: 0 } } },
] satisfies RouteRecordRaw[]
