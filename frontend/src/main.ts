import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { ApiProblem } from './api/problem'
import { forgetLocalCopies } from './features/filings/localCopy'
import { i18n, loadLanguage } from './i18n'
import { router } from './router'
import { useSession } from './session'
import 'element-plus/dist/index.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/element.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The client already repeats what is worth repeating.
      retry: false,
      // A list that was just read leads to pages that must not be older than it; the parts of one page share answers.
      staleTime: 1_000,
      refetchOnWindowFocus: true,
    },
  },
})

useSession().onSignedOut(({ user, reason }) => {
  // A session that ran out keeps the unsaved copy for the same person's return; leaving removes it.
  if (reason === 'left') forgetLocalCopies(user.id)
  // Nothing of one person's data may stay for the next.
  queries.clear()
  const { meta, fullPath } = router.currentRoute.value
  if (meta.roles !== undefined) void router.replace({ name: 'sign-in', query: { next: fullPath } })
})

// What the service says comes in the language that was asked for.
watch(i18n.global.locale, async () => {
  // What is under way was asked in the other language, and would not be asked again.
  await queries.cancelQueries()
  await queries.invalidateQueries()
})

await loadLanguage()
const app = createApp(App)
app.config.errorHandler = (error) => {
  // A declined request that no page showed must not disappear in silence.
  if (!(error instanceof ApiProblem)) throw error
}
app.use(router).use(i18n).use(VueQueryPlugin, { queryClient: queries }).mount('#app')
