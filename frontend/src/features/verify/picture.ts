// Finding the QR code in a photograph, a screenshot or the camera's picture. Only on this device.
import { Fault } from '@/proof'

/** Longest edges in pixels at which a picture is looked at: a code may be small in a large photograph, or blurred. */
const EDGES = [1400, 2400, 800]
const PATIENCE = 1_500
const PATIENCE_OF_A_FRAME = 80

/** A sheet of this size, white: a transparent screenshot would be black on black. */
function sheet(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Fault('nothing_in_picture')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  return context
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
      const [width, height] = [Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale)]
      const context = sheet(canvas, width, height)
      context.drawImage(bitmap, 0, 0, width, height)
      const found = decode(context.getImageData(0, 0, width, height), PATIENCE)
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
    const { videoWidth, videoHeight } = video
    // The square in the middle is what the person sees, and aims with.
    const side = Math.min(videoWidth, videoHeight)
    if (side > 0) {
      const context = sheet(canvas, side, side)
      context.drawImage(video, (side - videoWidth) / 2, (side - videoHeight) / 2)
      const found = decode(context.getImageData(0, 0, side, side), PATIENCE_OF_A_FRAME)
      if (found !== null) return found
    }
    await new Promise((resume) => setTimeout(resume, 100))
  }
  return null
}
