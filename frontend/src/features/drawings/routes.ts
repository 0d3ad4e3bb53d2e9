import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/drawings',
    name: 'drawings',
    component: () => import('./DrawingsPage.vue'),
    // Open to everybody; the way there is on the service page and on the work page.
    meta: { title: 'duties.drawings.title' },
  },
  {
    path: '/drawings/:id',
    name: 'drawing',
    component: () => import('./DrawingPage.vue'),
    props: true,
    meta: { title: 'duties.drawings.one' },
  },
] satisfies RouteRecordRaw[]
