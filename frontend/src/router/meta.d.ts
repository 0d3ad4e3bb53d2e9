import 'vue-router'
import type { Role } from '@/api/types'

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's name, shown in the browser's title. */
    title: string
    /** Who may open the page. Left out: everybody, signed in or not. */
    roles?: Role[]
    /** The page stays when only its address changes, e.g. when a new draft gets its number. */
    sameView?: boolean
    /** Puts the page into the top bar for those who may open it. */
    nav?: {
      label: string
      order: number
      /** What staff call it, where that differs. */
      staffLabel?: string
      /** Behind “more”: needed seldom, by everybody or by these. */
      seldom?: true | Role[]
    }
  }
}
export {}
