// One check at a time: what was handed over goes in; an outcome, a fault or a failed request comes out.
import { onScopeDispose, ref, shallowRef } from 'vue'
import { Fault, type Found, readCode, readFile, settled } from '@/proof'
import { check, type Outcome } from './check'
import { codeInPicture } from './picture'

/** Brings what is to be checked, or a `Fault`. */
export type Reading = () => Found | Promise<Found>

/** What waits for the page that the address changes to. */
let handedOver: Reading | null = null

export function handOver(read: Reading): void {
  handedOver = read
}

export function takeHandedOver(): Reading | null {
  const read = handedOver
  handedOver = null
  return read
}

export async function readAny(file: File): Promise<Found> {
  if (file.type.startsWith('image/')) return readCode(await codeInPicture(file))
  return readFile(new Uint8Array(await file.arrayBuffer()))
}

export function useVerification() {
  const busy = ref(false)
  const outcome = shallowRef<Outcome | null>(null)
  const fault = shallowRef<Fault | null>(null)
  const error = shallowRef<unknown>(null)
  let running = new AbortController()
  let last: Reading | null = null
  onScopeDispose(() => {
    running.abort()
  })

  async function verify(read: Reading): Promise<void> {
    last = read
    running.abort()
    const own = (running = new AbortController())
    busy.value = true
    outcome.value = fault.value = error.value = null
    try {
      const answer = await settled(async () => check(await read(), own.signal))
      if (own.signal.aborted) return
      if (answer instanceof Fault) fault.value = answer
      else outcome.value = answer
    } catch (failure) {
      if (!own.signal.aborted) error.value = failure
    } finally {
      if (running === own) busy.value = false
    }
  }

  async function again(): Promise<void> {
    if (last !== null) await verify(last)
  }

  return { busy, outcome, fault, error, verify, again }
}
