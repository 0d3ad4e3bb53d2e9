// Who is signed in. The token itself stays in api/token; here is only what pages may know.
import { computed, readonly, shallowRef } from 'vue'
import { api, configureClient, refreshToken } from '@/api/client'
import { keepToken } from '@/api/token'
import type { Role, TokenAnswer, UserView } from '@/api/types'

const user = shallowRef<UserView | null>(null)
/** Why a session ended, and whose it was. */
export interface Ending {
  user: UserView
  reason: 'left' | 'expired'
}
/** Set while somebody is signed in, so that a visitor who never was does not ask for a token on each load. */
const HINT = 'portal.signed-in'
let restoring: Promise<void> | null = null
const leaving = new Set<(ending: Ending) => void>()

function adopt(answer: TokenAnswer | null): void {
  keepToken(answer?.access_token ?? null)
  user.value = answer?.user ?? null
  if (answer === null) localStorage.removeItem(HINT)
  else localStorage.setItem(HINT, '1')
}

function forget(reason: Ending['reason']): void {
  const gone = user.value
  if (gone === null) return
  adopt(null)
  for (const listener of leaving) listener({ user: gone, reason })
}

configureClient({
  signedOut: () => {
    forget('expired')
  },
})
// Signing out in one tab signs out the others.
window.addEventListener('storage', (event) => {
  if (event.key === HINT && event.newValue === null) forget('left')
})

/** Brings the session back after a reload; resolves when it is known whether there is one. */
export function restoreSession(): Promise<void> {
  restoring ??= (async () => {
    if (localStorage.getItem(HINT) === null) return
    // An unreachable server is not a sign-out: the hint stays and the next load tries again.
    const answer = await refreshToken().catch(() => undefined)
    if (answer !== undefined) adopt(answer)
  })()
  return restoring
}

async function signIn(email: string, password: string): Promise<UserView> {
  const answer = await api.post<TokenAnswer>('/auth/login', { email, password })
  adopt(answer)
  return answer.user
}

async function signOut(): Promise<void> {
  try {
    await api.post('/auth/logout')
  } finally {
    forget('left')
  }
}

/** Asks again who this is: e.g. whether the company has been approved meanwhile. */
async function lookAgain(): Promise<UserView> {
  const found = await api.get<UserView>('/me')
  user.value = found
  return found
}

/** Another password. What was signed in with the old one is over, here and elsewhere; here it goes on with what is answered. */
async function changePassword(current: string, next: string): Promise<void> {
  // A token that has run out is renewed on the way; the change itself is sent once.
  await lookAgain()
  adopt(await api.post<TokenAnswer>('/auth/password', { current, new: next }))
}

/** Where a person of this role begins. */
export function landingFor(role: Role): string {
  switch (role) {
    case 'company':
      return '/filings'
    case 'reviewer':
    case 'approver':
    case 'desk_manager':
      return '/queue'
    case 'researcher':
      return '/research'
    default:
      return '/work'
  }
}

export function useSession() {
  return {
    user: readonly(user),
    role: computed<Role | null>(() => user.value?.role ?? null),
    /** Whether new filings may be begun: the centre has approved the company. */
    mayFile: computed(() => user.value?.company?.status === 'approved'),
    isCompany: computed(() => user.value?.role === 'company'),
    hasRole: (...roles: Role[]) => user.value !== null && roles.includes(user.value.role),
    signIn,
    signOut,
    lookAgain,
    changePassword,
    /** Runs when the session ends, by the person or because it ran out. Returns the way to stop listening. */
    onSignedOut(listener: (ending: Ending) => void) {
      leaving.add(listener)
      return () => leaving.delete(listener)
    },
  }
}
