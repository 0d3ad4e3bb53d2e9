import { describe, expect, it } from 'vitest'
import { previewOf } from './attachmentPreview'

describe('previewOf', () => {
  it.each([
    ['application/pdf', 'frame'],
    ['image/png', 'image'],
    ['image/jpeg', 'image'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'none'],
    // Never shown: it may carry scripts.
    ['image/svg+xml', 'none'],
    ['text/html', 'none'],
  ])('%s → %s', (mediaType, expected) => {
    expect(previewOf(mediaType)).toBe(expected)
  })
})
