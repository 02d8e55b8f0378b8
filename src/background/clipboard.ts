/**
 * The page that overwrites the clipboard for a worker that has none. It is never focused, so only
 * `execCommand` works in it, and that copies nothing but a selection or what the event is given.
 */
document.addEventListener('copy', (event) => {
  event.preventDefault()
  // An empty text would be no copy at all.
  event.clipboardData?.setData('text/plain', ' ')
})
document.execCommand('copy')
