import { chromium } from '/work/wt/operator/node_modules/playwright/index.mjs'
import { promptRoom } from '/work/wt/operator/e2e/prompt-room.ts'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage()
const script = await promptRoom()
const look = async (name: string, html: string) => {
  await p.setContent(html.startsWith('<!') ? html : `<!doctype html><body>${html}`)
  await p.evaluate(script)
  const r = await p.evaluate(() => (globalThis as any).promptRoom.findPrompts(document).map(({ fields, ...x }: any) => x))
  console.log('##', name); for (const x of r) console.log('  P', JSON.stringify(x))
}
const S = '<style>b::after{content:"9"}</style>'
const F = '<label>Response <input id=answer></label>'
await look('markup, b', `${S}<p data-enum-challenge="48205517" data-enum-answer="#answer">Challenge: <b>48205517</b></p>${F}`)
await look('markup, own text in b', `${S}<p data-enum-challenge data-enum-answer="#answer"><b>48205517</b></p>${F}`)
await look('text, b', `${S}<p>Challenge: <b>48205517</b></p>${F}`)
await look('text, b in td', `${S}<table><tr><td>Challenge:</td><td><b>48205517</b></td></tr><tr><td>Response</td><td><input></td></tr></table>`)
await look('text, deep', `<style>i::after{content:"9"}</style><p>Challenge: <b><i>48205517</i></b></p>${F}`)
await look('text pay, b', `${S}<p>Mode: Payment</p><p>Recipient's purse: <b>Z123456789012</b></p><p>Amount: <b>25.00</b> WMZ</p><p>Challenge: 48205517</p>${F}`)
await look('markup pay form, b', `${S}<form data-enum-challenge="48205517" data-enum-purse="Z123456789012" data-enum-amount="25.00" data-enum-answer="#answer"><p>Recipient's purse: <b>Z123456789012</b></p><p>Amount: <b>25.00</b> WMZ</p><p>Challenge: <b>48205517</b></p>${F}</form>`)
await look('link pay, b', `${S}<p>Challenge <b>48205517</b></p><a href="enum:payment?challenge=48205517&purse=Z123456789012&amount=25.00">open</a><p>Amount: <b>25.00</b></p> ${F}`)
await b.close()
