// Every features/*/routes.ts gives its own routes; here they are gathered and guarded.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { i18n } from '@/i18n'
import { restoreSession, useSession } from '@/session'

const files = import.meta.glob<{ default: RouteRecordRaw[] }>('../features/*/routes.ts', { eager: true })
export const routes: RouteRecordRaw[] = Object.values(files).flatMap((file) => file.default)

// A sandbox answers under its name too, which is what its links and codes begin with (src/web/sandbox.rs).
const base = /^\/sandbox(?=\/|$)/.exec(location.pathname)?.[0]

export const router = createRouter({
  history: createWebHistory(base),
  routes: [
    ...routes,
    {
      path: '/:path(.*)*',
      name: 'not-found',
      component: () => import('@/ui/NotFoundPage.vue'),
      meta: { title: 'common.not_found.title' },
    },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    if (to.hash.startsWith('#') && !['/verify', '/set-password'].some((path) => to.path.startsWith(path))) return { el: to.hash, top: 80 }
    return to.path === from.path ? undefined : { top: 0 }
  },
})

router.beforeEach(async (to) => {
  await restoreSession()
  const { roles } = to.meta
  if (roles === undefined) return true
  const { user } = useSession()
  if (user.value === null) return { name: 'sign-in', query: { next: to.fullPath } }
  // A page for others answers like a page that does not exist.
  if (!roles.includes(user.value.role)) return { name: 'not-found', params: { path: to.path.slice(1).split('/') } }
  return true
})

router.afterEach((to) => {
  const { t } = i18n.global
  document.title = `${t(to.meta.title)} · ${t('common.portal')}`
})
