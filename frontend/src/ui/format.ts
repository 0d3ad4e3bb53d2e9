// Dates, times, sizes and money as people read them. Dates of record are Suzhou's: Asia/Shanghai.

const ZONE = 'Asia/Shanghai'

function tag(locale: string): string {
  return locale === 'en' ? 'en-GB' : 'zh-CN'
}

/** `2026-10-08` → 2026年10月8日 (or 8 October 2026); with the weekday when asked. Bad text comes back as it is. */
export function formatDate(text: string | null | undefined, locale: string, weekday = false): string {
  if (!text) return '—'
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return text
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeZone: 'UTC' }
  const day = new Intl.DateTimeFormat(tag(locale), options).format(date)
  if (!weekday) return day
  return `${day} ${new Intl.DateTimeFormat(tag(locale), { weekday: 'short', timeZone: 'UTC' }).format(date)}`
}

/** An instant (RFC 3339) → date and minute in Suzhou. */
export function formatTime(text: string | null | undefined, locale: string): string {
  if (!text) return '—'
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) return text
  return new Intl.DateTimeFormat(tag(locale), {
    dateStyle: locale === 'en' ? 'medium' : 'long', timeStyle: 'short', timeZone: ZONE, hourCycle: 'h23',
  }).format(instant)
}

/** Hours and minutes, for “saved at”. */
export function formatClock(instant: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: ZONE, hourCycle: 'h23' }).format(instant)
}

/** Today in Suzhou as `YYYY-MM-DD`. */
export function today(now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(now)
}

/** Decimal text with thousands separators; never through a float, so that no digit is lost. */
export function formatDecimal(text: string | null | undefined): string {
  if (!text) return '—'
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** What tells one desk of the centre from another: the part in brackets. */
export function shortDesk(name: string): string {
  return /[（(]([^（()）]+)[)）]\s*$/.exec(name)?.[1] ?? name
}
