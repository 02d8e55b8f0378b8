/** Draws the QR code of an address into a canvas, as many sites' own scripts do. */
import encodeQR from 'qr'

for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas[data-qr]')) {
  const modules = encodeQR(canvas.dataset.qr ?? '', 'raw', { border: 3 })
  const scale = 6
  canvas.width = modules.length * scale
  canvas.height = modules.length * scale
  canvas.removeAttribute('data-qr')
  const pen = canvas.getContext('2d')
  if (pen === null) continue
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#000'
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) pen.fillRect(x * scale, y * scale, scale, scale)
    })
  })
}
