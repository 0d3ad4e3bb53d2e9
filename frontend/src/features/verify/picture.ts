// Finding the QR code in a photograph, a screenshot or the camera's picture. Only on this device.
import { Fault } from '@/proof'

/** Longest edges in pixels at which a picture is looked at: a code may be small in a large photograph, or blurred. */
const EDGES = [1400, 2400, 800]
const PATIENCE = 1_500
const PATIENCE_OF_A_FRAME = 80

type Source = ImageBitmap | HTMLVideoElement

/** The picture at this size, as pixels on white: a transparent screenshot would be black. */
function pixels(canvas: HTMLCanvasElement, source: Source, width: number, height: number): ImageData {
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Fault('nothing_in_picture')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(source, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}

async function decoder() {
  const { decodeQR } = await import('qr/decode.js')
  return (picture: ImageData, timeLimit: number): string | null => {
    try {
      return decodeQR(picture, { timeLimit })
    } catch {
      return null
    }
  }
}

/** What the QR code in a file says. */
export async function codeInPicture(file: Blob): Promise<string> {
  const [decode, bitmap] = await Promise.all([decoder(), createImageBitmap(file).catch(() => null)])
  if (bitmap === null) throw new Fault('unknown_file')
  const canvas = document.createElement('canvas')
  const longest = Math.max(bitmap.width, bitmap.height)
  try {
    for (const edge of EDGES) {
      const scale = Math.min(1, edge / longest)
      const found = decode(pixels(canvas, bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)), PATIENCE)
      if (found !== null) return found
    }
  } finally {
    bitmap.close()
  }
  throw new Fault('nothing_in_picture')
}

/** Looks at what the camera shows, again and again, until a code is found or `signal` ends it. */
export async function codeBeforeCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const decode = await decoder()
  const canvas = document.createElement('canvas')
  while (!signal.aborted) {
    if (video.videoWidth > 0) {
      const found = decode(pixels(canvas, video, video.videoWidth, video.videoHeight), PATIENCE_OF_A_FRAME)
      if (found !== null) return found
    }
    await new Promise((resume) => setTimeout(resume, 100))
  }
  return null
}
