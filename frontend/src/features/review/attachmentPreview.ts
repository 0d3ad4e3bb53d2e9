/** How a browser can show a file inside the page, if it can. */
export type Preview = 'frame' | 'image' | 'none'

export function previewOf(mediaType: string): Preview {
  if (mediaType === 'application/pdf') return 'frame'
  return mediaType === 'image/png' || mediaType === 'image/jpeg' ? 'image' : 'none'
}
