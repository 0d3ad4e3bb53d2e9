// Countries and regions by name without asking the server, which may be out of reach; named as the portal names them.

const NAMED: Record<string, Record<string, string>> = {
  zh: { HK: '中国香港', MO: '中国澳门', TW: '中国台湾' },
  en: { HK: 'Hong Kong, China', MO: 'Macao, China', TW: 'Taiwan, China' },
}

export function regionName(code: string, locale: string): string {
  const named = NAMED[locale]?.[code]
  if (named !== undefined) return named
  try {
    return new Intl.DisplayNames([locale === 'en' ? 'en' : 'zh-CN'], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
