// Saves a draft while it is being typed. One request at a time; the newest content wins; nothing of another
// person's is overwritten; what could not be sent stays in a local copy and is sent later.
import { createIntent } from '@/api/intent'
import { ApiProblem, isProblem } from '@/api/problem'
import type { Contract, FilingKind, FilingView, RequestForm } from '@/api/types'
import type { CopyStore } from './localCopy'
import type { Content } from './merge'
import { sameContent } from './model'

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'offline' }
  | { kind: 'conflict'; mine: DraftContent; theirs: FilingView; base: Content | null }
  | { kind: 'failed'; problem: ApiProblem }

export interface DraftContent {
  kind: FilingKind
  contract: Contract
  request: RequestForm
}

export interface Transport {
  create: (content: DraftContent, key: string) => Promise<FilingView>
  save: (id: string, content: DraftContent, version: number) => Promise<FilingView>
  load: (id: string) => Promise<FilingView>
}

export interface AutosaveOptions {
  transport: Transport
  copies: (filing: string) => CopyStore
  onState: (state: SaveState) => void
  onFiling: (filing: FilingView) => void
  now?: () => Date
  /** Wait after the last keystroke, in milliseconds. */
  quiet?: number
  /** Wait before trying again without a connection, in milliseconds. */
  patience?: number
}

export class Autosave {
  private filing: FilingView | null
  private wanted: DraftContent | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private running: Promise<void> | null = null
  private state: SaveState = { kind: 'idle' }
  /** The first save, kept until it is answered: a repeat must carry the same key and the same body. */
  private creating: { content: DraftContent; key: string } | null = null
  private readonly options: Required<AutosaveOptions>

  constructor(filing: FilingView | null, options: AutosaveOptions) {
    this.filing = filing
    this.options = { now: () => new Date(), quiet: 900, patience: 15_000, ...options }
  }

  /** Notes the newest content and saves it once the typing pauses. */
  edit(content: DraftContent): void {
    if (this.wanted === null && this.filing !== null && sameContent(content, this.filing)) return
    this.wanted = content
    this.keepCopy(content)
    if (this.state.kind === 'conflict') return
    if (this.state.kind !== 'offline') this.become({ kind: 'waiting' })
    this.schedule(this.options.quiet)
  }

  /** Saves now what is not saved yet; resolves when nothing is left to send or sending is not possible. */
  async flush(): Promise<boolean> {
    this.cancelTimer()
    // A running request may have begun before the newest keystroke.
    while (this.running !== null) await this.running
    if (this.wanted !== null && this.state.kind !== 'conflict') await this.run()
    return this.wanted === null
  }

  /** Makes sure that the filing exists on the server, for what can only hang on an existing one. */
  async ensure(content: DraftContent): Promise<FilingView | null> {
    if (this.filing === null) {
      this.wanted ??= content
      await this.flush()
    }
    return this.filing
  }

  /** Takes over a newer version made by this page itself, e.g. by an upload. Another person's edit is left to the next save. */
  adopt(filing: FilingView): void {
    if (this.filing !== null && !sameContent(filing, this.filing)) return
    this.filing = filing
    this.options.onFiling(filing)
  }

  /** Brings back what an earlier visit could not save, upon a version that has changed since: the same question as a conflict. */
  propose(mine: DraftContent, base: Content | null): void {
    if (this.filing === null) return
    this.wanted = mine
    this.become({ kind: 'conflict', mine, theirs: this.filing, base })
  }

  /** Settles a conflict with what the person made of both sides. */
  async settle(content: DraftContent): Promise<void> {
    if (this.state.kind !== 'conflict') return
    const { theirs } = this.state
    this.filing = theirs
    if (sameContent(content, theirs)) {
      this.wanted = null
      this.copies().remove()
      this.become({ kind: 'saved', at: new Date(theirs.updated_at) })
      this.options.onFiling(theirs)
      return
    }
    this.wanted = content
    this.keepCopy(content)
    this.become({ kind: 'waiting' })
    await this.flush()
  }

  get unsaved(): boolean {
    return this.wanted !== null
  }

  stop(): void {
    this.cancelTimer()
  }

  private copies(): CopyStore {
    return this.options.copies(this.filing?.id ?? 'new')
  }

  private keepCopy(content: DraftContent): void {
    const { filing } = this
    const base = filing === null ? null : { contract: filing.contract, request: filing.request }
    this.copies().write({ ...content, base, version: filing?.version ?? 0, at: this.options.now().toISOString() })
  }

  private become(state: SaveState): void {
    this.state = state
    this.options.onState(state)
  }

  private schedule(wait: number): void {
    this.cancelTimer()
    this.timer = setTimeout(() => {
      this.timer = null
      void this.flush()
    }, wait)
  }

  private cancelTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  private run(): Promise<void> {
    this.running ??= this.saveAll().finally(() => {
      this.running = null
    })
    return this.running
  }

  private async saveAll(): Promise<void> {
    while (this.wanted !== null) {
      const sent = this.wanted
      this.become({ kind: 'saving' })
      try {
        const filing = await this.sendOnce(sent)
        this.accept(filing, sent)
      } catch (error) {
        await this.decline(error, sent)
        return
      }
    }
  }

  private async sendOnce(content: DraftContent): Promise<FilingView> {
    const { transport } = this.options
    if (this.filing !== null) return transport.save(this.filing.id, content, this.filing.version)
    this.creating ??= { content, key: createIntent().key }
    const filing = await transport.create(this.creating.content, this.creating.key)
    const created = this.creating.content
    this.creating = null
    this.copies().remove()
    this.filing = filing
    return created === content ? filing : transport.save(filing.id, content, filing.version)
  }

  private accept(filing: FilingView, sent: DraftContent): void {
    this.filing = filing
    if (this.wanted === sent) {
      this.wanted = null
      this.copies().remove()
      this.become({ kind: 'saved', at: this.options.now() })
    }
    this.options.onFiling(filing)
  }

  private async decline(error: unknown, sent: DraftContent): Promise<void> {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0)
    if (problem.offline || problem.status === 401 || problem.status === 429 || problem.status >= 500) {
      this.become({ kind: 'offline' })
      this.schedule(this.options.patience)
      return
    }
    if (isProblem(problem, 412) && this.filing !== null) {
      await this.compare(this.filing.id, sent)
      return
    }
    // The refused body will be typed over: a later create is a new intent.
    this.creating = null
    this.become({ kind: 'failed', problem })
  }

  /** After 412: an answer of ours that got lost looks like somebody's edit, so compare before alarming anybody. */
  private async compare(id: string, sent: DraftContent): Promise<void> {
    try {
      const theirs = await this.options.transport.load(id)
      if (sameContent(theirs, sent)) {
        this.accept(theirs, sent)
        if (this.unsaved) this.schedule(this.options.quiet)
      } else {
        const base = this.filing === null ? null : { contract: this.filing.contract, request: this.filing.request }
        this.become({ kind: 'conflict', mine: this.wanted ?? sent, theirs, base })
      }
    } catch {
      this.become({ kind: 'offline' })
      this.schedule(this.options.patience)
    }
  }
}
